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
with orders as (
  select person_id, placed_time, net_base, revenue_base, is_priced
  from model.orders
  where placed_time >= $from
    and placed_time < $to
),
moments as (
  select
    person_id,
    first_time as at,
    0 as orders,
    0.0 as revenue,
    0.0 as before_refunds,
    0.0 as revenue_squared,
    0 as unpriced
  from model.active_hours
  where first_time >= $from
    and first_time < $to
  union all
  select
    person_id,
    placed_time,
    cast(is_priced as bigint),
    coalesce(net_base, 0.0),
    coalesce(revenue_base, 0.0),
    coalesce(net_base * net_base, 0.0),
    cast(not is_priced as bigint)
  from orders
),
units as (
  select
    person_id,
    time_bucket($grain, at, $time_zone) as period,
    sum(orders) as orders,
    sum(revenue) as revenue,
    sum(before_refunds) as before_refunds,
    sum(revenue_squared) as revenue_squared,
    sum(unpriced) as unpriced
  from moments
  group by 1, 2
),
users as (
  select u.*, p.market
  from units u
  left join model.people p on p.person_id = u.person_id
)
select
  sum(revenue) / nullif(sum(orders), 0) as aov,
  sum(orders) / cast(count(*) as double) as orders_per_user,
  sum(revenue) / count(*) as revenue_per_user,
  sum(before_refunds) / nullif(sum(orders), 0) as aov_before_refunds,
  case
    when sum(orders) > 1
      then 1.96 * sqrt((sum(revenue_squared) - power(sum(revenue), 2) / sum(orders)) / (sum(orders) - 1) / sum(orders))
  end as order_level_margin,
  sum(unpriced) as unpriced,
  sum(orders) as n,
  ratio_lo(revenue, orders) as lo,
  ratio_hi(revenue, orders) as hi
from users
