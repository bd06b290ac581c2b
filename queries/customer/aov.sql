/* ---
title: Average order value
question: How much is an order worth, and is it worth more because people buy more?
description: |
  Net revenue over orders, in the base currency at the rate of the order's day; cancelled orders, testers and bots are
  out. It can rise because cheap orders vanished, so it is always read beside orders_per_user and revenue_per_user,
  whose users are all who were active in the period: a rise that does not reach revenue per user is no success. Orders
  without a known rate are left out and counted in unpriced. The interval treats a person's orders as one observation;
  order_level_margin is half the width of one that takes orders for independent, which is too narrow.
owner: commerce
unit: money
direction: up_is_good
time: period
dimensions: [market]
measures: [aov, orders_per_user, revenue_per_user, aov_before_refunds, order_level_margin, unpriced]
interval: delta method over people, 95 %
sources: [S19]
needs: [orders]
--- */
with units as (
  select
    person_id,
    time_bucket($grain, at, $time_zone) as period,
    market,
    sum(orders - unpriced) as orders,
    sum(revenue) as revenue,
    sum(before_refunds) as before_refunds,
    sum(revenue * revenue) as revenue_squared,
    sum(unpriced) as unpriced
  from model.users
  where at >= $from
    and at < $to
  group by 1, 2, 3
)
select
  sum(revenue) / nullif(sum(orders), 0) as aov,
  sum(orders) / cast(count(*) as double) as orders_per_user,
  sum(revenue) / count(*) as revenue_per_user,
  sum(before_refunds) / nullif(sum(orders), 0) as aov_before_refunds,
  mean_half_width(sum(orders), sum(revenue), sum(revenue_squared)) as order_level_margin,
  sum(unpriced) as unpriced,
  sum(orders) as n,
  ratio_lo(revenue, orders) as lo,
  ratio_hi(revenue, orders) as hi
from units
