/* ---
title: Recovered revenue
question: How much money did reminders bring that would otherwise have been lost?
description: |
  What a reminded cart brought more than one held out, times the number of reminded carts. A cart brings the net revenue
  of its owner's orders within 7 days that hold at least one of its products: less discounts, so that the cost of
  an incentive is in it, and less refunds within 30 days. window_revenue credits the reminders with every such
  order of a reminded cart and so with those who would have come back anyway. later_orders is the difference between the
  arms in orders per cart from day 8 to day 30: below zero, part of the revenue was only brought forward. One cart per
  person, the first at which they met the experiment. Only carts whose 37 days are over count, the 7 to order and the 30
  to send back; so_far includes the others. Orders without a known rate bring nothing and are counted in unpriced.
  Where an experiment's arms do not have the sizes they were planned with, its carts are in blocked and show no effect.
owner: lifecycle
unit: money
direction: up_is_good
time: abandoned_at
dimensions: [channel, market]
measures: [recovered_revenue, revenue_per_cart, window_revenue, later_orders, unpriced, blocked]
additive: [window_revenue, unpriced, blocked, n]
grade: E5
matures: abandoned_at + $window + 30d
interval: Welch, 95 %
parameters:
  window: {type: duration, default: 7d, doc: How long after the abandonment an order still recovers the cart.}
sources: [S13, S15]
needs: [events, exposures, experiments]
--- */
with carts as (
  select
    c.cart_id,
    c.abandoned_at,
    c.channel,
    c.market,
    coalesce(b.is_blocked, false) as is_blocked,
    c.is_treated
  from model.carts c
  left join model.experiment_balance b on b.experiment_id = c.experiment_id and b.slice = 'all'
  where c.abandoned_at >= $from
    and c.abandoned_at < $to
    and c.is_eligible
),
returns as (
  select
    r.cart_id,
    r.has_cart_product and date_part('epoch', r.placed_time - r.abandoned_at) < $window as is_recovery,
    date_part('epoch', r.placed_time - r.abandoned_at) >= $window as is_later,
    o.net_base,
    o.is_priced
  from model.cart_returns r
  join model.orders o on o.order_id = r.order_id
),
values_of as (
  select
    cart_id,
    sum(net_base) filter (where is_recovery) as revenue,
    count(*) filter (where is_later) as later_orders,
    count(*) filter (where is_recovery and not is_priced) as unpriced
  from returns
  group by cart_id
),
outcomes as (
  select
    c.*,
    case when not c.is_blocked then coalesce(v.revenue, 0.0) end as revenue,
    case when not c.is_blocked then cast(coalesce(v.later_orders, 0) as double) end as later_orders,
    coalesce(v.unpriced, 0) as unpriced
  from carts c
  left join values_of v on v.cart_id = c.cart_id
)
select
  difference(revenue, is_treated) * count(revenue) filter (where is_treated) as recovered_revenue,
  difference(revenue, is_treated) as revenue_per_cart,
  coalesce(sum(revenue) filter (where is_treated), 0.0) as window_revenue,
  difference(later_orders, is_treated) as later_orders,
  coalesce(sum(unpriced), 0) as unpriced,
  count(*) filter (where is_blocked) as blocked,
  count(revenue) as n,
  difference_lo(revenue, is_treated) * count(revenue) filter (where is_treated) as lo,
  difference_hi(revenue, is_treated) * count(revenue) filter (where is_treated) as hi
from outcomes
