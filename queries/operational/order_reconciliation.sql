/* ---
title: Order reconciliation
question: Do shop events and the order system add up to the same orders and the same money?
description: |
  gap is the larger of two relative differences between shop events and the order system: in the number of orders and in
  the sum of revenue, in the base currency. By day it is the gap of that day; days_beyond counts the days of the
  range with a gap of more than tolerance, over all channels. Errors in both directions cancel out in a sum, so
  unreconciled_share counts orders that only one side reports or whose amounts differ by more than .01. Testers, bots
  and cancelled orders are out, and orders without a rate are left out of sums.
owner: data platform
unit: ratio
direction: down_is_good
time: placed_time
dimensions: [channel, currency]
measures: [gap, count_gap, revenue_gap, unreconciled_share, missing_in_events, missing_in_order_system, days_beyond]
additive: [missing_in_events, missing_in_order_system, n]
target: 0.005
thresholds: {good: 0.005, poor: 0.03}
parameters:
  tolerance: {type: number, default: 0.005, doc: Relative gap that a day may have.}
sources: [R32, C52]
needs: [orders, events]
--- */
with orders as (
  select
    placed_time,
    channel,
    currency,
    is_in_events,
    is_in_order_system,
    time_bucket('day', placed_time, $time_zone) as day,
    case when is_in_events then cast(events_revenue as double) * rate end as in_events,
    case when is_in_order_system then cast(order_system_revenue as double) * rate end as in_order_system,
    not is_in_events or not is_in_order_system or coalesce(abs(order_system_revenue - events_revenue) > 0.01, false) as is_unreconciled
  from model.orders
),
days as (
  select
    day,
    greatest(
      abs(sum(cast(is_in_events as double)) / nullif(sum(cast(is_in_order_system as double)), 0) - 1),
      abs(sum(in_events) / nullif(sum(in_order_system), 0) - 1)
    ) as gap
  from orders
  where placed_time >= $from
    and placed_time < $to
  group by day
),
judged as (
  -- A day that one side has nothing of has no gap to speak of, and is beyond any tolerance.
  select o.*, coalesce(d.gap > $tolerance, true) as is_day_beyond
  from orders o
  join days d on d.day = o.day
)
select
  greatest(
    abs(sum(cast(is_in_events as double)) / nullif(sum(cast(is_in_order_system as double)), 0) - 1),
    abs(sum(in_events) / nullif(sum(in_order_system), 0) - 1)
  ) as gap,
  abs(sum(cast(is_in_events as double)) / nullif(sum(cast(is_in_order_system as double)), 0) - 1) as count_gap,
  abs(sum(in_events) / nullif(sum(in_order_system), 0) - 1) as revenue_gap,
  avg(cast(is_unreconciled as double)) as unreconciled_share,
  count(*) filter (where not is_in_events) as missing_in_events,
  count(*) filter (where not is_in_order_system) as missing_in_order_system,
  count(distinct day) filter (where is_day_beyond) as days_beyond,
  count(*) as n
from judged
where placed_time >= $from
  and placed_time < $to
