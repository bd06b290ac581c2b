/* ---
title: Decisions in time
question: Are we keeping our promise of decisions in less than a second?
description: |
  Good requests over valid ones. Valid: production, not from a bot, timed by a clock finer than a second. Good: answered
  without error in less than threshold_ms, and not by a fallback. good_or_fallback_share lets fallbacks pass.
  budget_remaining is the part of the error budget still unspent, 1 - bad / (valid x (1 - objective)); below zero the
  promise is broken. The promise covers 30 days, and each use case has one of its own. cause says why a request is bad,
  by the first that fits: timeout (no answer came), error, fallback, slow; good requests have none.
owner: decisioning
unit: ratio
direction: up_is_good
time: request_time
dimensions: [use_case_id, channel, placement, cause]
measures: [good_share, budget_remaining, good_or_fallback_share, good]
additive: [good, n]
target: 0.99
slo: {objective: 0.99, window: 30d, by: [use_case_id], good: good, valid: n}
interval: Wilson 95 %
parameters:
  threshold_ms: {type: number, default: 1000, doc: An answer that takes this many milliseconds or more is bad.}
  objective: {type: number, default: 0.99, doc: Share of requests that must be good.}
sources: [R29, C56]
needs: [decisions]
--- */
with answers as (
  select *, coalesce(latency_ms < $threshold_ms, false) as is_fast
  from model.decision_ledger
),
requests as (
  select
    *,
    is_fast and not is_fallback as is_good,
    case
      when is_fast and not is_fallback then null
      when latency_ms is null and (reason = 'timeout' or not is_error) then 'timeout'
      when is_error then 'error'
      when is_fallback then 'fallback'
      else 'slow'
    end as cause
  from answers
)
select
  avg(cast(is_good as double)) as good_share,
  1 - avg(cast(not is_good as double)) / (1 - $objective) as budget_remaining,
  avg(cast(is_fast as double)) as good_or_fallback_share,
  sum(cast(is_good as bigint)) as good,
  count(*) as n,
  proportion_lo(sum(cast(is_good as bigint)), count(*)) as lo,
  proportion_hi(sum(cast(is_good as bigint)), count(*)) as hi
from requests
where request_time >= $from
  and request_time < $to
  and is_production
  and is_measurable
