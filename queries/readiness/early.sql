/* ---
id: T4
dimension: T
title: Answers do not come too early
description: |
  Intents of the range answered before the least delay of their use case, over all whose deadline is past: an answer that
  comes at once can be as wrong as a late one, because it shows that somebody is watching. Only use cases that declare a
  least delay are judged, be it 0.
severity: medium
pass: 0.02
fail: 0.1
house_default: true
owner: lifecycle marketing
effort: small
remediation: |
  Hold the answer back until min_delay_s is over. Unknown without a least delay: log min_delay_s and deadline_s in
  use_cases; and where more than a fifth of the intents have an answer of which nobody logs whether it arrived: log
  decision_id, status and event_time in deliveries, or rendered_time in decisions.
unlocks: [timeliness]
needs: [events, use_cases.min_delay_s, decisions.trigger_event_id, deliveries.decision_id]
sources: [R31, W48]
evidence: {key: [use_case_id, intent_id], where: is_early}
--- */
with intents as (
  select use_case_id, intent_id, outcome = 'early' as is_early, state = 'unknown' as is_unseen
  from model.intent_ledger
  where intended_at >= $from
    and intended_at < $to
    and min_delay_s is not null
    and date_part('epoch', $as_of - intended_at) >= deadline_s
)
select
  case when avg(cast(is_unseen as double)) <= 0.2 then avg(cast(is_early as double)) end as value,
  count(*) as n,
  proportion_lo(count(*) filter (where is_early), count(*)) as lo,
  proportion_hi(count(*) filter (where is_early), count(*)) as hi
from intents
