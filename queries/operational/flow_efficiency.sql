/* ---
title: Flow efficiency
question: How much of the time of an approval does anybody work on it?
description: |
  Hours in which a stage had started and not decided, over all hours from submission to the end, or until now where the
  version is open: a ratio of sums, so that long approvals weigh more. Versions with a verdict whose stage never started
  are left out, because nobody knows how long they were looked at; timed_share is the share of the others. An approval
  by a machine takes no hours. completed_only leaves open versions out: they wait the longest and are worked on the least.
owner: content operations
unit: ratio
direction: up_is_good
time: submitted_at
dimensions: [risk_tier, object_type]
measures: [flow_efficiency, touch_h, all_h, timed_share, completed_only]
additive: [touch_h, all_h, n]
target: 0.25
thresholds: {good: 0.25, poor: 0.05}
interval: delta method over versions, 95 %
sources: [R36, C60]
needs: [approvals]
--- */
with spent as (
  select
    object_id,
    object_version,
    -- Timestamps are whole microseconds, and their sums do not depend on the order of rows.
    sum(cast(least(coalesce(ended_at, $as_of), $as_of) as bigint) - cast(began_at as bigint)) as all_us,
    sum(
      case when kind = 'touch' then cast(least(coalesce(ended_at, $as_of), $as_of) as bigint) - cast(began_at as bigint) else 0 end
    ) as touch_us
  from model.approval_intervals
  where began_at < $as_of
  group by object_id, object_version
),
untimed as (
  select distinct object_id, object_version
  from model.approval_verdicts
  where touch_s is null
    and action <> 'auto_approved'
),
versions as (
  select
    c.submitted_at,
    c.risk_tier,
    c.object_type,
    coalesce(coalesce(c.published_at, c.ended_at) <= $as_of, false) as is_completed,
    u.object_id is null as is_timed,
    case when u.object_id is null then s.touch_us end as touch_us,
    case when u.object_id is null then s.all_us end as all_us
  from model.approval_cycles c
  join spent s on s.object_id = c.object_id and s.object_version = c.object_version
  left join untimed u on u.object_id = c.object_id and u.object_version = c.object_version
)
select
  sum(touch_us) / cast(sum(all_us) as double) as flow_efficiency,
  sum(touch_us) / 3.6e9 as touch_h,
  sum(all_us) / 3.6e9 as all_h,
  avg(cast(is_timed as double)) as timed_share,
  sum(touch_us) filter (where is_completed) / cast(sum(all_us) filter (where is_completed) as double) as completed_only,
  count(all_us) as n,
  ratio_lo(touch_us, all_us) as lo,
  ratio_hi(touch_us, all_us) as hi
from versions
where submitted_at >= $from
  and submitted_at < $to
