/* ---
title: First orders
description: |
  Every buyer with their first and second order in the log. A log that began after the shop did takes some old customers
  for new ones.
grain: one row per person who ordered
key: [person_id]
--- */
with in_order as (
  select
    person_id,
    placed_time,
    channel,
    is_first_order,
    lead(placed_time) over (partition by person_id order by placed_time, order_id) as next_time
  from model.orders
  where person_id is not null
)
select
  o.person_id,
  o.placed_time as first_order_at,
  o.next_time as second_order_at,
  o.channel,
  p.market
from in_order o
left join model.people p on p.person_id = o.person_id
where o.is_first_order
