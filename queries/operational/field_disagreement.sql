/* ---
title: Fields that disagree
question: When two systems report the same order, how often do they say different things?
description: |
  Fields whose values differ over fields compared, for every pair of systems that reported the same order. Amounts may
  differ by .01 and the time of the order by a minute; currency and user id are compared without regard to case.
  A field is compared where both systems have a value: coverage is the share of those that could be compared
  because both systems know the order.
owner: data platform
unit: ratio
direction: down_is_good
time: placed_time
dimensions: [pair, field]
measures: [disagreement, different, coverage, joinable]
additive: [different, joinable, n]
target: 0.001
thresholds: {good: 0.001, poor: 0.01}
interval: Wilson 95 %
chart: bar
sources: [R32]
needs: [orders, events]
--- */
select
  avg(cast(is_different as double)) as disagreement,
  sum(cast(is_different as bigint)) as different,
  avg(cast(is_compared as double)) as coverage,
  count(*) as joinable,
  count(*) filter (where is_compared) as n,
  proportion_lo(sum(cast(is_different as bigint)), count(*) filter (where is_compared)) as lo,
  proportion_hi(sum(cast(is_different as bigint)), count(*) filter (where is_compared)) as hi
from model.field_comparisons
where placed_time >= $from
  and placed_time < $to
