/* ---
title: Rollbacks within 7 days
question: How many published versions had to be taken back within a week?
description: |
  Versions rolled back within 7 days of their publication, over versions published at least 7 days ago: a younger one may
  still be. Taking down what has run its time (unpublished) is no rollback. Speed of approval is worth nothing if this
  rises with it.
owner: content operations
unit: ratio
direction: down_is_good
time: published_at
dimensions: [risk_tier, object_type, campaign_id]
measures: [rollback_rate_7d, rolled_back]
additive: [rolled_back, n]
target: 0.02
thresholds: {good: 0.02, poor: 0.1}
matures: published_at + 7d
interval: Wilson 95 %
sources: [W45]
needs: [approvals]
--- */
with versions as (
  select
    published_at,
    risk_tier,
    object_type,
    campaign_id,
    coalesce(rolled_back_at < published_at + interval '7 days', false) as is_rolled_back
  from model.approval_cycles
)
select
  avg(cast(is_rolled_back as double)) as rollback_rate_7d,
  sum(cast(is_rolled_back as bigint)) as rolled_back,
  count(*) as n,
  proportion_lo(sum(cast(is_rolled_back as bigint)), count(*)) as lo,
  proportion_hi(sum(cast(is_rolled_back as bigint)), count(*)) as hi
from versions
where published_at >= $from
  and published_at < $to
