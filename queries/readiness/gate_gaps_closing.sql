/* ---
id: L6
dimension: L
title: More signals arrive than a quarter ago
description: |
  By how much the share of intents that arrived (model.signal_stages) rose from the 90 days before the last 90 to these, in
  points. Intents whose deadline is not past are out. Only a rise beyond chance is one: the lower end of the interval decides.
severity: medium
unit: points
pass: 0
fail: -0.01
minimum_n: 100
level: 5
owner: programme
effort: large
remediation: |
  Mend the stage that loses most (metrics.signal_to_value). Unknown without 180 days of events, use_cases with intent_rule,
  and decisions with trigger_event_id.
needs: [events, use_cases.intent_rule, decisions.trigger_event_id, deliveries]
sources: [S27, C64]
--- */
with intents as (
  select
    stage = 'arrived' as is_arrived,
    intended_at >= arrow_cast($as_of, 'Timestamp(Microsecond, Some("UTC"))') - interval '90 days' as is_recent
  from model.signal_stages
  where intended_at >= arrow_cast($as_of, 'Timestamp(Microsecond, Some("UTC"))') - interval '180 days'
    and intended_at < $as_of
    and coalesce(date_part('epoch', $as_of - intended_at) >= deadline_s, true)
)
select
  difference(is_arrived, is_recent) as value,
  count(*) as n,
  difference_lo(is_arrived, is_recent) as lo,
  difference_hi(is_arrived, is_recent) as hi
from intents
