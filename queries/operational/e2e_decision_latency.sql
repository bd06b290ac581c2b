/* ---
title: Wait until the answer is seen
question: How long do customers wait until they see the answer, from the moment they called for it?
description: |
  Milliseconds from when the client meant to ask (intended_start_time, else the trigger, else the request) until the
  client showed the answer; the slowest 1 % is the headline. Starting at the intention counts the wait in front of a
  stalled engine, which figures from the request on leave out. A request that was never answered or whose answer was
  never shown waits for ever, so a quantile can be infinite. p99_shown_ms is what a log of shown answers alone would
  say. An answer that was shown before it was called for comes from a wrong clock: it is left out, and before_start
  counts it. Quantiles are exact, by nearest rank; p999_ms needs 10,000 requests. Only requests that a client is to
  show: answers that are sent as messages are in timeliness, holdouts show nothing. Unknown where rendered_time is never
  logged and for clocks of whole seconds.
owner: decisioning
unit: ms
direction: down_is_good
time: request_time
dimensions: [use_case_id, channel, placement]
measures: [p99_ms, p50_ms, p90_ms, p95_ms, p999_ms, unshown_share, p99_shown_ms, before_start]
additive: [before_start, n]
target: 1000
thresholds: {good: 600, poor: 1500}
sources: [R29]
needs: [decisions]
--- */
with requests as (
  select
    *,
    -- Timestamps are whole microseconds.
    (cast(rendered_time as bigint) - cast(coalesce(intended_start_time, trigger_time, request_time) as bigint)) / 1000.0 as wait_ms
  from model.decision_ledger
  where is_production
    and is_measurable
    and is_rendering
    and not is_sending
    and not is_holdout
)
select
  quantile_with_misses(0.99, wait_ms) filter (where coalesce(wait_ms >= 0, true)) as p99_ms,
  quantile_with_misses(0.5, wait_ms) filter (where coalesce(wait_ms >= 0, true)) as p50_ms,
  quantile_with_misses(0.9, wait_ms) filter (where coalesce(wait_ms >= 0, true)) as p90_ms,
  quantile_with_misses(0.95, wait_ms) filter (where coalesce(wait_ms >= 0, true)) as p95_ms,
  case
    when count(*) >= 10000 then quantile_with_misses(0.999, wait_ms) filter (where coalesce(wait_ms >= 0, true))
  end as p999_ms,
  avg(cast(wait_ms is null as double)) as unshown_share,
  quantile_with_misses(0.99, wait_ms) filter (where wait_ms >= 0) as p99_shown_ms,
  count(*) filter (where wait_ms < 0) as before_start,
  count(*) as n
from requests
where request_time >= $from
  and request_time < $to
