/* ---
id: U5
dimension: U
title: Shop events and the order system tell the same orders
description: |
  Orders of the range that only one of the two sides reports, or whose amounts after discount differ by more than .01,
  over all orders that either side reports. Testers, bots and cancelled orders are out.
severity: critical
pass: 0.005
fail: 0.03
level: 2
owner: data platform
remediation: |
  Send the order event from the server that books the order, with the order system's id. Without an export of the order
  system the answer is unknown: log orders with order_id, placed_time, currency, gross_revenue and discount.
unlocks: [aov, revenue_per_user, conversion_rate]
needs: [orders.order_id, events.order_id]
sources: [R32, C52]
--- */
with orders as (
  select
    case
      when is_in_order_system and is_in_events then coalesce(abs(order_system_revenue - events_revenue) > 0.01, false)
      else true
    end as is_unreconciled
  from model.orders
  where placed_time >= $from
    and placed_time < $to
)
select
  avg(cast(is_unreconciled as double)) as value,
  count(*) as n,
  proportion_lo(sum(cast(is_unreconciled as bigint)), count(*)) as lo,
  proportion_hi(sum(cast(is_unreconciled as bigint)), count(*)) as hi
from orders
