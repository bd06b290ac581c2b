/* ---
title: Approval layers
question: How many layers of approval does a version go through?
description: |
  Share of published versions that went through three or more stages one after the other (three_layers), and the mean
  number of them. Stages that run side by side are one layer; a stage that was only planned is none. Versions that are
  not published yet are left out, since nobody knows what they still go through; mandatory_layers says what they must.
owner: content operations
unit: ratio
direction: down_is_good
time: submitted_at
dimensions: [risk_tier, object_type]
measures: [three_layers, mean_layers, most_layers]
additive: [n]
target: 0.05
thresholds: {good: 0.05, poor: 0.3}
interval: Wilson 95 %
sources: [R30]
needs: [approvals]
--- */
select
  avg(cast(layers >= 3 as double)) as three_layers,
  avg(layers) as mean_layers,
  max(layers) as most_layers,
  count(layers) as n,
  proportion_lo(sum(cast(layers >= 3 as bigint)), count(layers)) as lo,
  proportion_hi(sum(cast(layers >= 3 as bigint)), count(layers)) as hi
from model.approval_cycles
where submitted_at >= $from
  and submitted_at < $to
  and published_at <= $as_of
