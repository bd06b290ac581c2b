/* ---
title: Where approvals spend their time
question: How much of the time of an approval is waiting?
description: |
  The hours of all versions from submission to their end, or until now where they are open, by what was going on:
  queue (nobody worked on it), touch (somebody had started and not decided), rework (sent back and not yet submitted
  again) and publish_wait (approved, not yet published). queue_share and the other shares are of all these hours, so
  they add up to 1. Versions of the range of their submission, open ones included: their waiting is the longest.
  completed_only_queue_share leaves them out. By stage_name, the stage with the most queue_h is the one that blocks;
  waiting for a stage that nobody has named yet is under (none). n counts intervals.
owner: content operations
unit: ratio
direction: down_is_good
time: submitted_at
dimensions: [stage_name, risk_tier, object_type]
measures:
  - queue_share
  - touch_share
  - rework_share
  - publish_wait_share
  - queue_h
  - touch_h
  - rework_h
  - publish_wait_h
  - completed_only_queue_share
additive: [queue_h, touch_h, rework_h, publish_wait_h, n]
chart: bar
sources: [R36, C60]
needs: [approvals]
--- */
with intervals as (
  select
    i.submitted_at,
    i.stage_name,
    i.risk_tier,
    i.object_type,
    i.kind,
    coalesce(coalesce(c.published_at, c.ended_at) <= $as_of, false) as is_completed,
    -- Timestamps are whole microseconds, and their sums do not depend on the order of rows.
    cast(least(coalesce(i.ended_at, $as_of), $as_of) as bigint) - cast(i.began_at as bigint) as elapsed_us
  from model.approval_intervals i
  join model.approval_cycles c on c.object_id = i.object_id and c.object_version = i.object_version
  where i.began_at < $as_of
)
select
  sum(case when kind = 'queue' then elapsed_us else 0 end) / cast(sum(elapsed_us) as double) as queue_share,
  sum(case when kind = 'touch' then elapsed_us else 0 end) / cast(sum(elapsed_us) as double) as touch_share,
  sum(case when kind = 'rework' then elapsed_us else 0 end) / cast(sum(elapsed_us) as double) as rework_share,
  sum(case when kind = 'publish_wait' then elapsed_us else 0 end) / cast(sum(elapsed_us) as double) as publish_wait_share,
  sum(case when kind = 'queue' then elapsed_us else 0 end) / 3.6e9 as queue_h,
  sum(case when kind = 'touch' then elapsed_us else 0 end) / 3.6e9 as touch_h,
  sum(case when kind = 'rework' then elapsed_us else 0 end) / 3.6e9 as rework_h,
  sum(case when kind = 'publish_wait' then elapsed_us else 0 end) / 3.6e9 as publish_wait_h,
  sum(case when kind = 'queue' then elapsed_us else 0 end) filter (where is_completed)
    / cast(sum(elapsed_us) filter (where is_completed) as double) as completed_only_queue_share,
  count(*) as n
from intervals
where submitted_at >= $from
  and submitted_at < $to
