/* ---
title: Revenue per user
question: How much does a visitor bring, and where does it come from?
description: |
  Net revenue in the base currency over everyone active in the period, buyers or not. It is the product of buyers_share,
  orders_per_buyer and aov, so that a change can be traced to one of the three. Cancelled orders, testers and bots are
  out. before_refunds is revenue per user with nothing paid
  back.
owner: commerce
unit: money
direction: up_is_good
time: period
dimensions: [market]
measures: [revenue_per_user, buyers_share, orders_per_buyer, aov, before_refunds]
interval: mean over people, 95 %
sources: [S19, S20]
needs: [orders]
judged_with: [events]
--- */
with units as (
  select
    person_id,
    time_bucket($grain, at, $time_zone) as period,
    market,
    sum(orders - unpriced) as orders,
    sum(revenue) as revenue,
    sum(before_refunds) as before_refunds
  from model.users
  where at >= $from
    and at < $to
  group by 1, 2, 3
)
select
  sum(revenue) / count(*) as revenue_per_user,
  avg(cast(orders > 0 as double)) as buyers_share,
  sum(orders) / cast(nullif(count(*) filter (where orders > 0), 0) as double) as orders_per_buyer,
  sum(revenue) / nullif(sum(orders), 0) as aov,
  sum(before_refunds) / count(*) as before_refunds,
  count(*) as n,
  mean_lo(revenue) as lo,
  mean_hi(revenue) as hi
from units
