/* ---
title: Rework
question: How often is a version sent back before it is published?
description: |
  Published versions that were sent back for changes, or submitted again, at least once on the way, over all published
  versions. A request for changes counts whether or not the log says that it was answered. Published versions are the
  easy ones: so_far is the same share of all versions submitted, open, rejected and withdrawn ones included, by what has
  happened to them until now. mean_cycles is how often a published version was submitted.
owner: content operations
unit: ratio
direction: down_is_good
time: submitted_at
dimensions: [risk_tier, object_type, campaign_id]
measures: [rework_rate, reworked, so_far, mean_cycles]
additive: [reworked, n]
target: 0.15
thresholds: {good: 0.15, poor: 0.4}
interval: Wilson 95 %
sources: [W45, C60]
needs: [approvals]
--- */
select
  avg(cast(is_reworked as double)) filter (where is_published) as rework_rate,
  count(*) filter (where is_published and is_reworked) as reworked,
  avg(cast(is_reworked as double)) as so_far,
  avg(cycles) filter (where is_published) as mean_cycles,
  count(*) filter (where is_published) as n,
  proportion_lo(count(*) filter (where is_published and is_reworked), count(*) filter (where is_published)) as lo,
  proportion_hi(count(*) filter (where is_published and is_reworked), count(*) filter (where is_published)) as hi
from model.approval_cycles
where submitted_at >= $from
  and submitted_at < $to
