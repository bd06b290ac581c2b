/* ---
title: Approvals by Little's law
question: Does the log of approvals add up?
description: |
  Versions under way at a time, on average over the range, over what arrivals and turnaround make of them: arrivals times
  the mean turnaround of those that left in the range, published, rejected or withdrawn. In a steady process both are
  the same whatever its shape (Little's law), so in_band is 1 where the ratio is 0.8 to 1.25. Above it work piles up, or
  ends are missing in the log; below it, submissions are missing or a backlog is being worked off. Either way, figures of
  turnaround over the range are to be read with care. Choose a range that is long against the turnaround.
owner: content operations
unit: ratio
direction: neutral
dimensions: [risk_tier, object_type]
measures: [ratio, in_band, under_way, arrivals_per_day, mean_turnaround_h]
sources: [R36, C60]
needs: [approvals]
--- */
with versions as (
  select
    risk_tier,
    object_type,
    submitted_at,
    coalesce(published_at, ended_at) as left_at,
    greatest(submitted_at, $from) as counted_from,
    least(coalesce(published_at, ended_at, $as_of), $to, $as_of) as counted_to,
    -- Timestamps are whole microseconds.
    (cast(least($to, $as_of) as bigint) - cast($from as bigint)) / 3.6e9 as range_h
  from model.approval_cycles
  where submitted_at < least($to, $as_of)
    and coalesce(published_at > $from, true)
    and coalesce(ended_at > $from, true)
),
stays as (
  select
    risk_tier,
    object_type,
    range_h,
    submitted_at >= $from as is_arrival,
    cast(counted_to as bigint) - cast(counted_from as bigint) as counted_us,
    case when left_at <= least($to, $as_of) then cast(left_at as bigint) - cast(submitted_at as bigint) end as turnaround_us
  from versions
)
select
  sum(counted_us) / (count(*) filter (where is_arrival) * avg(turnaround_us)) as ratio,
  cast(sum(counted_us) / (count(*) filter (where is_arrival) * avg(turnaround_us)) between 0.8 and 1.25 as bigint) as in_band,
  sum(counted_us) / 3.6e9 / max(range_h) as under_way,
  24 * count(*) filter (where is_arrival) / max(range_h) as arrivals_per_day,
  avg(turnaround_us) / 3.6e9 as mean_turnaround_h,
  count(*) as n
from stays
