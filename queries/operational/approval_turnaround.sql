/* ---
title: Approval turnaround
question: How long does a version take from submission to publication?
description: |
  Hours from the first submission until publication, by Kaplan-Meier: versions still open, and those rejected or
  withdrawn, count for as long as they were under way instead of being dropped. p50_h, p90_h and over_48h, the share that
  takes more than 48 hours, are on the wall clock, in which customers live. business_p50_h and business_p90_h count only
  the open hours of whoever the version waited for: of the calendar of that person's time zone, where it has one; the
  share of versions for which all of it is known is business_known. published_48h and rejected_48h are the shares that
  were published, and that were rejected or withdrawn instead, by 48 hours (Aalen-Johansen); the rest is under way.
  open_age_p50_h and open_age_max_h say how long open versions have been waiting. completed_only_over_48h and
  completed_only_p50_h leave open versions out, as most reports do: they look better than the truth, because slow versions
  are the ones still open.
owner: content operations
unit: h
direction: down_is_good
time: submitted_at
dimensions: [object_type, risk_tier]
measures:
  - p50_h
  - p90_h
  - over_48h
  - business_p50_h
  - business_p90_h
  - business_known
  - published_48h
  - rejected_48h
  - completed_only_over_48h
  - completed_only_p50_h
  - open
  - open_age_p50_h
  - open_age_max_h
additive: [open, n]
target: 48
thresholds: {good: 24, poor: 48}
interval: Kaplan-Meier, Greenwood, log-log 95 %
sources: [R30, R36, C60]
needs: [approvals]
--- */
with elapsed as (
  select
    i.object_id,
    i.object_version,
    business_seconds(i.began_at, least(coalesce(i.ended_at, $as_of), $as_of), b.opens, b.closes) as business_s
  from model.approval_intervals i
  left join model.business_calendars b on b.time_zone = i.time_zone
  where i.submitted_at >= $from
    and i.submitted_at < $to
    and i.began_at < $as_of
),
business as (
  -- The known part of the way would be a shorter way. Rounded to microseconds, a sum does not depend on the order of rows.
  select
    object_id,
    object_version,
    case when count(*) = count(business_s) then round(sum(business_s), 6) / 3600 end as business_h
  from elapsed
  group by object_id, object_version
),
versions as (
  select
    c.submitted_at,
    c.object_type,
    c.risk_tier,
    coalesce(c.published_at <= $as_of, false) as is_done,
    coalesce(c.ended_at <= $as_of, false) as is_rejected,
    -- Timestamps are whole microseconds.
    (cast(least(coalesce(c.published_at, c.ended_at, $as_of), $as_of) as bigint) - cast(c.submitted_at as bigint)) / 3.6e9 as duration_h,
    b.business_h
  from model.approval_cycles c
  left join business b on b.object_id = c.object_id and b.object_version = c.object_version
  where c.submitted_at < $as_of
)
select
  km_quantile(0.5, duration_h, is_done) as p50_h,
  km_quantile(0.9, duration_h, is_done) as p90_h,
  km_survival(48.0, duration_h, is_done) as over_48h,
  km_quantile(0.5, business_h, is_done) as business_p50_h,
  km_quantile(0.9, business_h, is_done) as business_p90_h,
  avg(cast(business_h is not null as double)) as business_known,
  cumulative_incidence(48.0, duration_h, is_done, is_rejected) as published_48h,
  cumulative_incidence(48.0, duration_h, is_rejected, is_done) as rejected_48h,
  avg(cast(duration_h > 48 as double)) filter (where is_done) as completed_only_over_48h,
  median(duration_h) filter (where is_done) as completed_only_p50_h,
  count(*) filter (where not is_done and not is_rejected) as open,
  median(duration_h) filter (where not is_done and not is_rejected) as open_age_p50_h,
  max(duration_h) filter (where not is_done and not is_rejected) as open_age_max_h,
  count(*) as n,
  km_quantile_lo(0.5, duration_h, is_done) as lo,
  km_quantile_hi(0.5, duration_h, is_done) as hi
from versions
where submitted_at >= $from
  and submitted_at < $to
