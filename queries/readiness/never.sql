/* ---
id: T3
dimension: T
title: Few intents go without an answer
description: |
  Intents of the range that nothing answered although no rule held them back and the customer had not ordered by the
  deadline, over all whose deadline is past. The intents come from the events, so one that the engine never heard of is
  among them.
severity: high
pass: 0.05
fail: 0.25
house_default: true
owner: lifecycle marketing
remediation: |
  Wire the trigger for those that were never asked about (omitted_decisions), and take the reasons of the others from
  metrics.ledger_hours. Unknown where more than a fifth of the intents have an answer of which nobody logs whether it
  arrived: log decision_id, status and event_time in deliveries, or rendered_time in decisions.
unlocks: [timeliness]
needs: [events, use_cases.deadline_s, decisions.trigger_event_id, deliveries.decision_id]
sources: [R31, C61]
evidence: {key: [use_case_id, intent_id], where: is_never}
--- */
with intents as (
  select use_case_id, intent_id, outcome = 'never' as is_never, state = 'unknown' as is_unseen
  from model.intent_ledger
  where intended_at >= $from
    and intended_at < $to
    and date_part('epoch', $as_of - intended_at) >= deadline_s
)
select
  case when avg(cast(is_unseen as double)) <= 0.2 then avg(cast(is_never as double)) end as value,
  count(*) as n,
  proportion_lo(count(*) filter (where is_never), count(*)) as lo,
  proportion_hi(count(*) filter (where is_never), count(*)) as hi
from intents
