/* ---
title: Backdated approvals
question: How many approvals were recorded long after the time they claim?
description: |
  Approvals that a server first saw more than after later than they are said to have been given, over all approvals.
  Where the log has no time of the server, the time at which it landed in storage stands in: for a log that is exported
  once a week, choose a longer after. after_publication counts approvals that were recorded only when the version was
  out, and dated before: they make a bypass look approved. Counted when they were recorded, since a date that was made
  up may lie anywhere in the past.
owner: content operations
unit: ratio
direction: down_is_good
time: recorded_at
dimensions: [risk_tier, object_type, stage_name]
measures: [backdated, backdated_approvals, after_publication]
additive: [backdated_approvals, after_publication, n]
target: 0
interval: Wilson 95 %
parameters:
  after: {type: duration, default: 24h, doc: Delay from which an approval counts as backdated.}
sources: [C60]
needs: [approvals]
--- */
with approvals as (
  select
    recorded_at,
    risk_tier,
    object_type,
    stage_name,
    date_part('epoch', recorded_at - decided_at) > $after as is_backdated,
    coalesce(recorded_at > published_at and decided_at <= published_at, false) as is_after_publication
  from model.approval_verdicts
  where action in ('approved', 'auto_approved')
)
select
  avg(cast(is_backdated as double)) as backdated,
  sum(cast(is_backdated as bigint)) as backdated_approvals,
  sum(cast(is_backdated and is_after_publication as bigint)) as after_publication,
  count(*) as n,
  proportion_lo(sum(cast(is_backdated as bigint)), count(*)) as lo,
  proportion_hi(sum(cast(is_backdated as bigint)), count(*)) as hi
from approvals
where recorded_at >= $from
  and recorded_at < $to
