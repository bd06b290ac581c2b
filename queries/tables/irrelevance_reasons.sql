/* ---
title: Fast or slow, relevant or not
description: |
  Production decisions of each use case by speed (fast: answered in less than threshold_ms; slow; unanswered) and by the
  first reason why they could not have been right (fallback, unrecognised, stale), or relevant where none is known.
  share is of the use case's decisions of that speed and adds up to 1; share_of_all is of all its decisions. A clock of
  whole seconds cannot tell fast from slow: its decisions are untimed.
grain: one row per use case, speed and reason
key: [use_case_id, speed, reason]
parameters:
  threshold_ms: {type: number, default: 1000, doc: An answer in less than this many milliseconds is fast.}
sources: [R38]
--- */
with counted as (
  select
    use_case_id,
    case
      when latency_ms is null then 'unanswered'
      when not is_measurable then 'untimed'
      when latency_ms < $threshold_ms then 'fast'
      else 'slow'
    end as speed,
    coalesce(irrelevance, 'relevant') as reason,
    count(*) as n
  from model.decision_ledger
  where is_production
  group by 1, 2, 3
)
select
  use_case_id,
  speed,
  reason,
  n,
  n / cast(sum(n) over (partition by use_case_id, speed) as double) as share,
  n / cast(sum(n) over (partition by use_case_id) as double) as share_of_all
from counted
order by use_case_id, array_position(['fast', 'slow', 'unanswered', 'untimed'], speed), n desc
