/* ---
title: People
description: |
  Everyone seen acting or ordering, by identity as known now, with where and when they came first. market is the country
  of the first action that names one.
grain: one row per person
key: [person_id]
--- */
with sightings as (
  select
    person_id,
    min(first_time) as first_seen,
    max(last_time) as last_seen,
    first_value(channel order by first_time) as first_channel,
    first_value(country order by first_time) filter (where country is not null) as market,
    count(distinct cast(first_time as date)) as active_days
  from model.active_hours
  group by person_id
),
buyers as (
  select
    person_id,
    min(placed_time) as first_order_at,
    first_value(channel order by placed_time) as first_order_channel,
    count(*) as orders,
    sum(net_base) as revenue
  from model.orders
  where person_id is not null
  group by person_id
)
select
  coalesce(s.person_id, b.person_id) as person_id,
  least(s.first_seen, b.first_order_at) as first_seen,
  s.last_seen,
  coalesce(s.first_channel, b.first_order_channel) as first_channel,
  s.market,
  coalesce(s.active_days, 0) as active_days,
  b.first_order_at,
  coalesce(b.orders, 0) as orders,
  coalesce(b.revenue, 0.0) as revenue
from sightings s
full outer join buyers b on b.person_id = s.person_id
