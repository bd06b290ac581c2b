/* ---
title: Requests to stop
description: |
  Every moment from which messages should stop: an order, which ends what a decision triggered before it was to sell; an
  unsubscription, for the channel and until consent is given again; a withdrawal of consent, for its channel or all,
  until it ends. last_violation_at is the last message sent against it, within 30 days; messages counts them, and
  use_case_id is what the last one after an order was for. A message sent within the same second did not yet know.
grain: one row per person, reason, channel and moment that messages should stop
key: [person, reason, channel, stopped_at]
--- */
with sent as (
  select message_id, user_id, cast(channel as varchar) as channel, max(decision_id) as decision_id, min(event_time) as sent_at
  from logs.deliveries
  where status = 'sent'
    and user_id is not null
  group by 1, 2, 3
),
stops as (
  select
    user_id as person,
    'unsubscribe' as reason,
    cast(channel as varchar) as channel,
    event_time as stopped_at,
    event_time + interval '30 days' as ends_at
  from logs.deliveries
  where status = 'unsubscribed'
    and user_id is not null
  union all
  select subject, 'consent', cast(channel as varchar), valid_from, coalesce(valid_to, valid_from + interval '30 days')
  from logs.consents
  where state in ('withdrawn', 'denied', 'revoked')
),
again as (
  -- Consent given after a stop lifts it.
  select s.person, s.reason, s.channel, s.stopped_at, min(c.valid_from) as granted_at
  from stops s
  join logs.consents c
    on c.subject = s.person
    and c.state = 'granted'
    and c.valid_from > s.stopped_at
    and coalesce(cast(c.channel as varchar) = s.channel, true)
  group by 1, 2, 3, 4
),
heeded as (
  select s.person, s.reason, s.channel, s.stopped_at, count(m.message_id) as messages, max(m.sent_at) as last_violation_at
  from stops s
  left join again a
    on a.person = s.person
    and a.reason = s.reason
    and a.stopped_at = s.stopped_at
    and a.channel is not distinct from s.channel
  left join sent m
    on m.user_id = s.person
    and coalesce(m.channel = s.channel, true)
    and m.sent_at >= s.stopped_at + interval '1 second'
    and m.sent_at < least(s.ends_at, s.stopped_at + interval '30 days', coalesce(a.granted_at, s.ends_at))
  group by 1, 2, 3, 4
),
triggered as (
  select m.message_id, m.user_id, m.sent_at, cast(d.use_case_id as varchar) as use_case_id, min(d.trigger_time) as trigger_time
  from sent m
  join logs.decisions d on d.event_id = m.decision_id
  where d.trigger_time is not null
  group by 1, 2, 3, 4
),
bought as (
  select
    o.person_id as person,
    o.placed_time as stopped_at,
    count(t.message_id) as messages,
    max(t.sent_at) as last_violation_at,
    last_value(t.use_case_id order by t.sent_at) as use_case_id
  from model.orders o
  left join triggered t
    on t.user_id = o.person_id
    and t.trigger_time < o.placed_time
    and t.sent_at >= o.placed_time + interval '1 second'
    and t.sent_at < o.placed_time + interval '30 days'
  where o.person_id is not null
  group by 1, 2
)
select person, reason, channel, cast(null as varchar) as use_case_id, stopped_at, messages, last_violation_at
from heeded
union all
select person, 'purchase', cast(null as varchar), use_case_id, stopped_at, messages, last_violation_at
from bought
