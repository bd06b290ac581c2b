/* ---
title: Decision latency
question: How long do customers wait for a decision in the slowest 1 % of requests?
description: |
  From the request until the engine decided, over production requests that are not from bots. A request that was never
  answered or failed waits for ever: it counts as slower than every answer, so a quantile can be infinite. p99_answered_ms
  is what a log of answers alone would say. Quantiles are exact, by nearest rank; p999_ms needs 10,000 requests.
  Requests timed by a clock of whole seconds are left out, since they cannot show a wait of less than a second.
owner: decisioning
unit: ms
direction: down_is_good
time: request_time
dimensions: [use_case_id, channel, placement]
measures: [p99_ms, p50_ms, p90_ms, p95_ms, p999_ms, unanswered_share, p99_answered_ms]
target: 1000
thresholds: {good: 300, poor: 1000}
sources: [R29, C56]
needs: [decisions]
--- */
select
  quantile_with_misses(0.99, latency_ms) as p99_ms,
  quantile_with_misses(0.5, latency_ms) as p50_ms,
  quantile_with_misses(0.9, latency_ms) as p90_ms,
  quantile_with_misses(0.95, latency_ms) as p95_ms,
  case when count(*) >= 10000 then quantile_with_misses(0.999, latency_ms) end as p999_ms,
  count(*) filter (where latency_ms is null) / cast(count(*) as double) as unanswered_share,
  quantile_with_misses(0.99, latency_ms) filter (where latency_ms is not null) as p99_answered_ms,
  count(*) as n
from model.decision_ledger
where request_time >= $from
  and request_time < $to
  and is_production
  and is_measurable
