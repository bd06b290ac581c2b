/* ---
id: S3
dimension: S
title: Messages stop when customers have bought or left
description: |
  Minutes from a purchase or an unsubscription of the range to the last message sent against it, the longest of all, and 0
  where every message stopped. Withdrawn consents are G4's. Unless messages name their customer and their decision, and
  decisions when they were triggered, nobody can tell which should have stopped, and the question is open. Every purchase and
  unsubscription is looked at, so there is no interval.
severity: critical
pass: 5
fail: 1440
unit: min
house_default: true
owner: data platform
remediation: |
  Send purchases and unsubscriptions to the sending system as they happen, and let it look once more before it sends.
  Unknown without user_id, decision_id and status (sent, unsubscribed) in deliveries, trigger_time in decisions, and
  user_id and placed_time in orders.
unlocks: [suppression_lag, too_late_to_matter]
needs: [deliveries.user_id, deliveries.decision_id, decisions.trigger_time, orders.user_id]
sources: [R34, W48]
evidence: {key: [person, reason, stopped_at], where: lag_min > 5}
--- */
with senders as (
  select count(m.user_id) > 0 and count(d.trigger_time) > 0 as is_told
  from logs.deliveries m
  left join logs.decisions d on d.event_id = m.decision_id
  where m.status = 'sent'
    and m.event_time >= $from
    and m.event_time < $to
),
lags as (
  select
    person,
    reason,
    stopped_at,
    -- Timestamps are whole microseconds.
    (cast(last_violation_at as bigint) - cast(stopped_at as bigint)) / 6e7 as lag_min
  from model.stops
  where stopped_at >= $from
    and stopped_at < $to
    and reason in ('purchase', 'unsubscribe')
)
select
  case when bool_and(s.is_told) then max(coalesce(l.lag_min, 0.0)) end as value,
  count(*) as n
from lags l
cross join senders s
