/* ---
title: Orders
description: |
  Every real order once, whichever systems reported it. The order system is believed before the browser; where the two
  disagree both flags and both amounts stay visible. Testers, bots and other environments are out, and an order
  cancelled before it was shipped is no order. Revenue is gross less discount; net is revenue less refunds within 30
  days of the order; a refund without an amount is a refund of everything. Base amounts are in the currency that the
  table of rates converts into, at the rate of the order's day; where the currency or that day's rate is missing they
  are null. Two currencies are never added.
grain: one row per order
key: [order_id]
--- */
with base as (
  -- The currency that the rates lead to; without rates, the one that most orders are in.
  select coalesce(r.currency, o.currency) as currency
  from (
    select max(currency) as currency
    from (
      select cast(currency as varchar) as currency
      from (
        select currency from logs.orders
        union all
        select currency from logs.events where type = 'order_completed'
      ) paid
      where currency is not null
      group by 1
      order by count(*) desc, 1
      limit 1
    ) most
  ) o
  cross join (select max(cast(to_currency as varchar)) as currency from logs.fx_rates) r
),
oms as (
  select
    order_id,
    min(placed_time) as placed_time,
    max(user_id) as user_id,
    max(anonymous_id) as anonymous_id,
    max(cast(channel as varchar)) as channel,
    max(cast(currency as varchar)) as currency,
    max(gross_revenue) as gross,
    coalesce(max(discount), 0) as discount,
    max(refunded_amount) filter (where coalesce(last_refund_time, event_time) < placed_time + interval '30 days') as refunded,
    bool_or(status = 'refunded' and refunded_amount is null) as is_refund_without_amount,
    bool_or(status = 'cancelled' or cancelled_time is not null) as is_cancelled,
    bool_or(coalesce(is_test, false) or coalesce(is_bot, false) or coalesce(environment <> 'prod', false)) as is_excluded
  from logs.orders
  group by order_id
),
lines as (
  select order_id, array_agg(item['product_id']) as product_ids
  from (
    select order_id, unnest(items) as item from logs.orders
    union all
    select order_id, unnest(items) as item from logs.events where type = 'order_completed' and order_id is not null
  ) contents
  where item['product_id'] is not null
  group by order_id
),
browser as (
  select
    order_id,
    min(event_time) filter (where type = 'order_completed') as placed_time,
    max(user_id) as user_id,
    max(anonymous_id) as anonymous_id,
    max(cast(channel as varchar)) as channel,
    max(cast(currency as varchar)) as currency,
    max(revenue) filter (where type = 'order_completed') as revenue,
    coalesce(max(discount) filter (where type = 'order_completed'), 0) as discount,
    sum(coalesce(total, revenue)) filter (where type = 'order_refunded') as refunded,
    bool_or(type = 'order_refunded' and total is null and revenue is null) as is_refund_without_amount,
    bool_or(type = 'order_cancelled') as is_cancelled,
    bool_or(coalesce(is_test, false) or coalesce(is_bot, false) or coalesce(environment <> 'prod', false)) as is_excluded
  from logs.events
  where order_id is not null
    and type in ('order_completed', 'order_refunded', 'order_cancelled')
  group by order_id
),
merged as (
  select
    coalesce(o.order_id, b.order_id) as order_id,
    coalesce(o.placed_time, b.placed_time) as placed_time,
    coalesce(o.user_id, b.user_id) as user_id,
    coalesce(o.anonymous_id, b.anonymous_id) as anonymous_id,
    coalesce(o.channel, b.channel) as channel,
    coalesce(o.currency, b.currency) as currency,
    coalesce(o.gross, b.revenue + b.discount) as gross,
    coalesce(o.discount, b.discount) as discount,
    case
      when coalesce(o.is_refund_without_amount, b.is_refund_without_amount)
        then coalesce(o.gross - o.discount, b.revenue)
      else coalesce(o.refunded, b.refunded, 0)
    end as refunded,
    o.order_id is not null as is_in_order_system,
    b.placed_time is not null as is_in_events,
    o.gross - o.discount as order_system_revenue,
    b.revenue as events_revenue
  from oms o
  full outer join browser b on b.order_id = o.order_id
  where not coalesce(o.is_excluded, false)
    and not coalesce(b.is_excluded, false)
    and not coalesce(o.is_cancelled, b.is_cancelled, false)
    and coalesce(o.placed_time, b.placed_time) is not null
),
priced as (
  select
    m.*,
    coalesce(m.user_id, i.person_id, m.anonymous_id) as person_id,
    l.product_ids,
    base.currency as base_currency,
    case when m.currency = base.currency then 1.0 else r.rate end as rate
  from merged m
  cross join base
  left join lines l on l.order_id = m.order_id
  left join logs.fx_rates r
    on r.from_currency = m.currency
    and r.to_currency = base.currency
    and r.date = cast(m.placed_time as date)
  left join model.identity_now i on i.id_type = 'anonymous_id' and i.id_hash = m.anonymous_id
)
select
  order_id,
  person_id,
  user_id,
  placed_time,
  channel,
  currency,
  gross,
  discount,
  refunded,
  -- To four decimals, as money is kept.
  base_currency,
  round(cast(gross - discount as double) * rate, 4) as revenue_base,
  round(cast(gross - discount as double) * rate, 4) - round(cast(refunded as double) * rate, 4) as net_base,
  rate is not null as is_priced,
  rate,
  product_ids,
  row_number() over (partition by person_id order by placed_time, order_id) = 1 as is_first_order,
  is_in_order_system,
  is_in_events,
  order_system_revenue,
  events_revenue
from priced
