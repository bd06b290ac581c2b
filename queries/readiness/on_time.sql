/* ---
id: T2
dimension: T
title: Answers come at the right time
description: |
  Intents of the range answered after the least delay and before the deadline of their use case, over all whose deadline
  is past, without those that no longer needed an answer (moot) and those that a rule held back. The intents come from the
  events, so one that the engine never heard of counts as not answered.
severity: critical
pass: 0.9
fail: 0.6
house_default: true
owner: lifecycle marketing
stage: late
remediation: |
  Look at metrics.late_causes: it says whether answers wait for the queue, the decision, an approval, the provider or quiet
  hours. Unknown where more than a fifth of the intents have an answer of which nobody logs whether it arrived: log
  decision_id, status and event_time in deliveries, or rendered_time in decisions.
unlocks: [timeliness]
needs: [events, use_cases.deadline_s, decisions.trigger_event_id, deliveries.decision_id]
sources: [R31, S24]
evidence: {key: [use_case_id, intent_id], where: is_due and not is_on_time}
--- */
with intents as (
  select
    use_case_id,
    intent_id,
    outcome = 'on_time' as is_on_time,
    outcome in ('on_time', 'early', 'late', 'never') as is_due,
    state = 'unknown' as is_unseen
  from model.intent_ledger
  where intended_at >= $from
    and intended_at < $to
    and date_part('epoch', $as_of - intended_at) >= deadline_s
)
select
  case
    when avg(cast(is_unseen as double)) <= 0.2
      then count(*) filter (where is_on_time) / nullif(cast(count(*) filter (where is_due) as double), 0)
  end as value,
  count(*) filter (where is_due) as n,
  proportion_lo(count(*) filter (where is_on_time), count(*) filter (where is_due)) as lo,
  proportion_hi(count(*) filter (where is_on_time), count(*) filter (where is_due)) as hi
from intents
