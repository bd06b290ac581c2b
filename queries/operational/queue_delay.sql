/* ---
title: Wait before the engine is asked
question: How long does a customer's signal travel until the engine is asked?
description: |
  Milliseconds from the signal until the engine took the request, in use cases whose decisions name their trigger: the
  part of the wait that a dashboard of the engine never shows. The slowest 1 % is the headline. A request that came
  before its signal has a wrong clock: it is left out, and before_signal counts it. Quantiles are exact, by nearest
  rank. A signal for which the engine was never asked is not here but in omitted_decisions. Requests timed by a clock of
  whole seconds are left out.
owner: decisioning
unit: ms
direction: down_is_good
time: request_time
dimensions: [use_case_id, channel]
measures: [p99_ms, p50_ms, p90_ms, p95_ms, before_signal]
additive: [before_signal, n]
thresholds: {good: 1000, poor: 60000}
sources: [R29, R34]
needs: [decisions]
--- */
with requests as (
  select
    *,
    -- Timestamps are whole microseconds.
    (cast(request_time as bigint) - cast(trigger_time as bigint)) / 1000.0 as delay_ms
  from model.decision_ledger
  where is_production
    and is_measurable
    and trigger_time is not null
)
select
  quantile_with_misses(0.99, delay_ms) filter (where delay_ms >= 0) as p99_ms,
  quantile_with_misses(0.5, delay_ms) filter (where delay_ms >= 0) as p50_ms,
  quantile_with_misses(0.9, delay_ms) filter (where delay_ms >= 0) as p90_ms,
  quantile_with_misses(0.95, delay_ms) filter (where delay_ms >= 0) as p95_ms,
  count(*) filter (where delay_ms < 0) as before_signal,
  count(*) as n
from requests
where request_time >= $from
  and request_time < $to
