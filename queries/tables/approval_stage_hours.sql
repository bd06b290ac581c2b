/* ---
title: Where approvals wait
description: |
  The hours that versions spent at each stage, by kind (queue, touch, rework, publish_wait), open ones until now. share is
  the part of all hours of that kind: the stage with the largest share of the queue is the one that blocks, and
  is_top_blocking marks it. A queue is of the stage that acts next; a version that waits for a stage which nobody has named
  yet is under (none). median_h is of versions that are past it, open are those that are not and oldest_open_h the longest
  any of them has spent: a stage may look quick because its slow items are still there.
grain: one row per stage and kind
key: [stage_name, kind]
sources: [R36, C60]
--- */
with spent as (
  select
    coalesce(stage_name, '(none)') as stage_name,
    kind,
    object_id,
    object_version,
    bool_or(coalesce(ended_at > $as_of, true)) as is_open,
    -- Timestamps are whole microseconds, and their sums do not depend on the order of rows.
    sum(cast(least(coalesce(ended_at, $as_of), $as_of) as bigint) - cast(began_at as bigint)) as elapsed_us
  from model.approval_intervals
  where began_at < $as_of
  group by coalesce(stage_name, '(none)'), kind, object_id, object_version
),
stages as (
  select
    stage_name,
    kind,
    sum(elapsed_us) as elapsed_us,
    count(*) as versions,
    median(elapsed_us / 3.6e9) filter (where not is_open) as median_h,
    count(*) filter (where is_open) as open,
    max(elapsed_us) filter (where is_open) / 3.6e9 as oldest_open_h
  from spent
  group by stage_name, kind
)
select
  stage_name,
  kind,
  elapsed_us / 3.6e9 as hours,
  elapsed_us / cast(sum(elapsed_us) over (partition by kind) as double) as share,
  kind = 'queue' and row_number() over (partition by kind order by elapsed_us desc, stage_name) = 1 as is_top_blocking,
  versions,
  median_h,
  open,
  oldest_open_h
from stages
order by array_position(['queue', 'touch', 'rework', 'publish_wait'], kind), hours desc, stage_name
