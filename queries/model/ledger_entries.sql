/* ---
title: Ledger of intents and decisions
description: |
  Every production decision, and every intent that no decision names, each in exactly one state with its reason, as in
  model.decision_ledger and model.intent_ledger: nothing disappears between the signal and the customer. at is the
  moment of the signal where there is one, else of the request. exposed_at is when the customer saw the answer: rendered
  by the client, or a message displayed, clicked, dismissed, complained about or unsubscribed from by a human; it is
  null where the answer was only delivered, and for fallbacks, which show nothing of what was decided. converted_at is
  the person's first order in the 7 days after that. It follows the answer and may not be owed to it: what the answer
  caused is told by experiments.
grain: one row per decision, and per intent without one
--- */
with seen as (
  select
    d.decision_id,
    min(least(m.displayed_at, m.clicked_at, m.dismissed_at, m.unsubscribed_at, m.complained_at)) as seen_at
  from (select distinct decision_id, message_id from logs.deliveries where decision_id is not null) d
  join model.messages m on m.message_id = d.message_id
  group by d.decision_id
),
entries as (
  select
    l.source,
    l.decision_id,
    cast(null as varchar) as intent_id,
    l.use_case_id,
    l.channel,
    coalesce(l.trigger_time, l.request_time) as at,
    l.state,
    l.state_reason,
    p.person_id,
    case when l.state = 'delivered' then case when l.is_sending then s.seen_at else l.reached_at end end as exposed_at
  from model.decision_ledger l
  left join seen s on s.decision_id = l.decision_id
  left join model.decision_people p on p.source = l.source and p.decision_id = l.decision_id
  where l.is_production
  union all
  select null, null, intent_id, use_case_id, channel, intended_at, state, state_reason, person_id, null
  from model.intent_ledger
  where decisions = 0
),
conversions as (
  select e.source, e.decision_id, min(o.placed_time) as converted_at
  from entries e
  join model.orders o
    on o.person_id = e.person_id
    and o.placed_time >= e.exposed_at
    and o.placed_time < e.exposed_at + interval '7 days'
  group by e.source, e.decision_id
)
select e.*, c.converted_at
from entries e
left join conversions c on c.source = e.source and c.decision_id = e.decision_id
