/* ---
title: Time to second order
question: How long does it take a new customer to order again?
description: |
  Days from a person's first order to the second, by Kaplan-Meier: who has not ordered again counts for as long as they
  have had the time, instead of being dropped. median_d is null as long as fewer than half are known to come back;
  p25_d is the time by which a quarter has. again_by_30d and again_by_90d are the shares who have ordered again by then.
  repeaters_median_d looks only at those who came back, as many reports do: it is shorter than the truth, the more so
  the younger the customers are. A log that began after the shop did takes old customers for new ones. Cancelled orders,
  testers and bots are out.
owner: lifecycle
unit: d
direction: down_is_good
time: first_order_at
dimensions: [market, channel]
measures: [median_d, p25_d, again_by_30d, again_by_90d, repeaters_median_d]
interval: Kaplan-Meier, Greenwood, log-log 95 %
sources: [S22, W51]
needs: [orders]
--- */
with buyers as (
  select
    first_order_at,
    market,
    channel,
    second_order_at is not null and second_order_at <= $as_of as is_again,
    date_part('epoch', least(coalesce(second_order_at, $as_of), $as_of) - first_order_at) / 86400.0 as wait_d
  from model.first_orders
  where first_order_at >= $from
    and first_order_at < $to
    and first_order_at < $as_of
)
select
  km_quantile(0.5, wait_d, is_again) as median_d,
  km_quantile(0.25, wait_d, is_again) as p25_d,
  1 - km_survival(30.0, wait_d, is_again) as again_by_30d,
  1 - km_survival(90.0, wait_d, is_again) as again_by_90d,
  median(wait_d) filter (where is_again) as repeaters_median_d,
  count(*) as n,
  km_quantile_lo(0.5, wait_d, is_again) as lo,
  km_quantile_hi(0.5, wait_d, is_again) as hi
from buyers
