/* ---
title: What two systems say of one order
description: |
  Each field of an order that two systems report, in normal form: currency in upper case, user id in lower case, amounts
  to .01, the time of the order to a minute. Each system is read as it first reported the order. is_compared says
  whether both have a value, is_different whether the values then differ. is_critical marks the fields that figures hang
  on: currency, revenue, user and time; a total is none, since systems mean different things by it. Testers, bots and
  other environments are out.
grain: one row per order, pair of systems and field
key: [order_id, pair, field]
--- */
with reports as (
  select
    order_id,
    source,
    event_time as reported_time,
    placed_time,
    placed_time as booked_time,
    user_id,
    cast(currency as varchar) as currency,
    gross_revenue - coalesce(discount, 0) as revenue,
    coalesce(discount, 0) as discount,
    total,
    environment,
    is_test,
    is_bot
  from logs.orders
  union all
  select
    order_id,
    source,
    event_time as reported_time,
    event_time as placed_time,
    null as booked_time,
    user_id,
    cast(currency as varchar),
    revenue,
    coalesce(discount, 0),
    total,
    environment,
    is_test,
    is_bot
  from logs.events
  where type = 'order_completed'
    and order_id is not null
),
first_reports as (
  select distinct on (order_id, source)
    order_id,
    cast(source as varchar) as system,
    placed_time,
    booked_time,
    lower(btrim(user_id)) as user_id,
    upper(btrim(currency)) as currency,
    revenue,
    discount,
    total
  from reports
  where coalesce(environment, 'prod') = 'prod'
    and not coalesce(is_test, false)
    and not coalesce(is_bot, false)
  order by order_id, source, reported_time
),
pairs as (
  select
    l.order_id,
    l.system || ' ~ ' || r.system as pair,
    -- A browser with a broken clock must not move the order in time.
    coalesce(l.booked_time, r.booked_time, l.placed_time) as placed_time,
    coalesce(l.user_id, r.user_id) as person,
    l.user_id = r.user_id as same_user,
    l.currency = r.currency as same_currency,
    abs(l.revenue - r.revenue) <= 0.01 as same_revenue,
    abs(l.discount - r.discount) <= 0.01 as same_discount,
    abs(l.total - r.total) <= 0.01 as same_total,
    -- Timestamps are whole microseconds.
    abs(cast(l.placed_time as bigint) - cast(r.placed_time as bigint)) <= 60000000 as same_time
  from first_reports l
  join first_reports r on r.order_id = l.order_id and l.system < r.system
),
fields as (
  select
    p.order_id,
    p.pair,
    f.field,
    p.placed_time,
    p.person,
    case f.field
      when 'user_id' then same_user
      when 'currency' then same_currency
      when 'revenue' then same_revenue
      when 'discount' then same_discount
      when 'total' then same_total
      when 'placed_time' then same_time
    end as is_same
  from pairs p
  cross join (
    select column1 as field
    from (values ('user_id'), ('currency'), ('revenue'), ('discount'), ('total'), ('placed_time')) names
  ) f
)
select
  order_id,
  pair,
  field,
  placed_time,
  person,
  field in ('currency', 'revenue', 'user_id', 'placed_time') as is_critical,
  is_same is not null as is_compared,
  not is_same as is_different
from fields
