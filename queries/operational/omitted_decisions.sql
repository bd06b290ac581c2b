/* ---
title: Omitted decisions
question: When did customers show an intent and nobody asked the engine?
description: |
  Minutes with intents of a use case and not one decision for any of them. A log of served requests cannot show them:
  while an engine stalls and its clients back off, the requests that would be slow are never made, and every figure of
  latency looks well. Here the intents come from the events and are held against the decisions that name them, exactly,
  minute by minute; no rate is assumed. omitted counts the intents that no decision names, omitted_share is their share
  of all intents. One whose customer ordered before it was due is none. Intents of the last hour may still be answered
  and do not count.
owner: decisioning
unit: min
direction: down_is_good
time: minute
dimensions: [use_case_id]
measures: [omitted_minutes, omitted, omitted_share]
additive: [omitted_minutes, omitted, n]
target: 0
thresholds: {good: 0, poor: 5}
sources: [R29, C56]
needs: [events, use_cases, decisions]
--- */
with minutes as (
  select
    use_case_id,
    date_trunc('minute', intended_at) as minute,
    count(*) as intents,
    count(decision_id) as decided,
    count(*) filter (where state_reason = 'never_asked') as omitted
  from model.intent_ledger
  where date_part('epoch', $as_of - intended_at) >= 3600
  group by 1, 2
)
select
  sum(cast(omitted > 0 and decided = 0 as bigint)) as omitted_minutes,
  sum(omitted) as omitted,
  sum(omitted) / cast(sum(intents) as double) as omitted_share,
  coalesce(sum(intents), 0) as n
from minutes
where minute >= $from
  and minute < $to
