/* ---
title: Orders after a click, and their way back
description: |
  Every order placed within 3 days of a human's click on a message, with the last message that its person clicked before,
  and how far the ids lead back from there. has_decision says that the message's statuses name a decision, and that each
  one they name is logged; has_trigger that such a decision names the event that called for it, and that this event is
  logged. A use case whose decisions never name a trigger is decided on request: nothing comes before its decisions,
  and has_trigger follows has_decision. A person who clicks for a decision of today and buys what they wanted anyway
  is here, too: this is the way of ids, not of causes.
grain: one row per order that follows a click
key: [order_id]
sources: [S27]
--- */
with clicks as (
  select
    o.order_id,
    o.placed_time,
    m.message_id,
    m.clicked_at,
    row_number() over (partition by o.order_id order by m.clicked_at desc, m.message_id) as place
  from model.orders o
  join model.messages m
    on m.person_id = o.person_id
    and m.clicked_at <= o.placed_time
    and m.clicked_at > o.placed_time - interval '3 days'
),
named as (
  select distinct message_id, decision_id
  from logs.deliveries
  where decision_id is not null
    and message_id in (select message_id from clicks)
),
decisions as (
  select event_id as decision_id, use_case_id, trigger_event_id
  from logs.decisions
  where event_id in (select decision_id from named)
),
triggered as (
  select use_case_id
  from logs.decisions
  group by use_case_id
  having count(trigger_event_id) > 0
),
triggers as (
  select distinct event_id
  from logs.events
  where event_id in (select trigger_event_id from decisions)
),
ways as (
  select
    n.message_id,
    bool_and(d.decision_id is not null) as has_decision,
    bool_and(d.decision_id is not null and (e.event_id is not null or t.use_case_id is null)) as has_trigger
  from named n
  left join decisions d on d.decision_id = n.decision_id
  left join triggered t on t.use_case_id = d.use_case_id
  left join triggers e on e.event_id = d.trigger_event_id
  group by n.message_id
)
select
  c.order_id,
  c.placed_time,
  c.message_id,
  c.clicked_at,
  coalesce(w.has_decision, false) as has_decision,
  coalesce(w.has_trigger, false) as has_trigger
from clicks c
left join ways w on w.message_id = c.message_id
where c.place = 1
