/* ---
title: Orders per user
question: How often does a visitor order?
description: |
  Orders over everyone active in the period, buyers or not. It is the product of buyers_share and orders_per_buyer, so
  that more buyers can be told from the same buyers ordering more often. Orders count whether or not their value is
  known; the parts of a split shipment share an order id and are one. Cancelled orders, testers and bots are out. Someone
  who ordered without being seen, as by telephone, is a user of that period, too.
owner: commerce
unit: none
direction: up_is_good
time: period
dimensions: [market]
measures: [orders_per_user, buyers_share, orders_per_buyer, orders]
interval: mean over people, 95 %
sources: [S19]
needs: [orders]
judged_with: [events]
--- */
with units as (
  select
    person_id,
    time_bucket($grain, at, $time_zone) as period,
    market,
    sum(orders) as orders
  from model.users
  where at >= $from
    and at < $to
    and person_id is not null
  group by 1, 2, 3
)
select
  avg(cast(orders as double)) as orders_per_user,
  avg(cast(orders > 0 as double)) as buyers_share,
  avg(cast(orders as double)) filter (where orders > 0) as orders_per_buyer,
  sum(orders) as orders,
  count(*) as n,
  mean_lo(cast(orders as double)) as lo,
  mean_hi(cast(orders as double)) as hi
from units
