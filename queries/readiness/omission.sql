/* ---
id: D3
dimension: D
title: Every intent reaches the engine
description: |
  Intents of the range that no decision names, over all intents. The intents are replayed from the events and not from
  the decisions, which cannot tell of a request that was never made. An intent whose customer ordered before it was due
  is none; those of the last hour may still be asked for and do not count.
severity: high
pass: 0.005
fail: 0.03
house_default: true
owner: decisioning
effort: small
stage: slow
remediation: |
  Log requests at the edge, before the engine, and look at the minutes that omitted_decisions names. Unknown without
  intents: log events with type and category, use_cases with intent_rule, and trigger_event_id in decisions.
unlocks: [omitted_decisions, decision_slo]
needs: [events, use_cases.intent_rule, decisions.trigger_event_id]
sources: [R29]
evidence: {key: [use_case_id, intent_id], where: is_omitted}
--- */
with intents as (
  select use_case_id, intent_id, state_reason = 'never_asked' as is_omitted
  from model.intent_ledger
  where intended_at >= $from
    and intended_at < $to
    and date_part('epoch', $as_of - intended_at) >= 3600
)
select
  avg(cast(coalesce(is_omitted, false) as double)) as value,
  count(*) as n,
  proportion_lo(count(*) filter (where is_omitted), count(*)) as lo,
  proportion_hi(count(*) filter (where is_omitted), count(*)) as hi
from intents
