/* ---
title: Too late to matter
question: How many of our answers reach somebody who has bought already?
description: |
  Answers to an intent that reached the customer after an order of theirs since that intent, over all that reached
  somebody, whether inside the deadline or not. It tells of waste and of annoyance: a reminder of what one has is worse
  than none. Fallbacks that reached somebody count; intents that nothing answered are in timeliness.
owner: lifecycle marketing
unit: ratio
direction: down_is_good
time: intended_at
dimensions: [use_case_id, channel, market]
measures: [too_late_to_matter, too_late]
additive: [too_late, n]
target: 0
thresholds: {good: 0.01, poor: 0.05}
interval: Wilson 95 %
sources: [W41]
needs: [events, use_cases, decisions, deliveries]
judged_with: [orders]
--- */
with answers as (
  select *, coalesce(ordered_at < reached_at, false) as is_too_late
  from model.intent_ledger
  where reached_at is not null
    and reached_at <= $as_of
)
select
  avg(cast(is_too_late as double)) as too_late_to_matter,
  sum(cast(is_too_late as bigint)) as too_late,
  count(*) as n,
  proportion_lo(sum(cast(is_too_late as bigint)), count(*)) as lo,
  proportion_hi(sum(cast(is_too_late as bigint)), count(*)) as hi
from answers
where intended_at >= $from
  and intended_at < $to
