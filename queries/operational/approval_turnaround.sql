/* ---
title: Approval turnaround
question: How long does a version take from submission to publication?
description: |
  Hours on the wall clock from the first submission until publication, by Kaplan-Meier: versions still open, and those
  rejected or withdrawn, count for as long as they were under way instead of being dropped. over_48h is the share that
  takes more than 48 hours. completed_only_over_48h and completed_only_p50_h leave open versions out, as most reports do:
  they look better than the truth, because slow versions are the ones still open.
owner: content operations
unit: h
direction: down_is_good
time: submitted_at
dimensions: [object_type, risk_tier]
measures: [p50_h, p90_h, over_48h, completed_only_over_48h, completed_only_p50_h, open]
target: 48
thresholds: {good: 24, poor: 48}
interval: Kaplan-Meier, Greenwood, log-log 95 %
sources: [R30, R36, C60]
--- */
with versions as (
  select
    *,
    published_at is not null and published_at <= $as_of as is_done,
    -- Timestamps are whole microseconds.
    (cast(least(coalesce(published_at, ended_at, $as_of), $as_of) as bigint) - cast(submitted_at as bigint)) / 3.6e9 as duration_h
  from model.approval_cycles
  where submitted_at < $as_of
)
select
  km_quantile(0.5, duration_h, is_done) as p50_h,
  km_quantile(0.9, duration_h, is_done) as p90_h,
  km_survival(48.0, duration_h, is_done) as over_48h,
  avg(cast(duration_h > 48 as double)) filter (where is_done) as completed_only_over_48h,
  median(duration_h) filter (where is_done) as completed_only_p50_h,
  count(*) filter (where not is_done) as open,
  count(*) as n,
  km_quantile_lo(0.5, duration_h, is_done) as lo,
  km_quantile_hi(0.5, duration_h, is_done) as hi
from versions
where submitted_at >= $from
  and submitted_at < $to
