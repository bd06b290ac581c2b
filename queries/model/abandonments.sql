/* ---
title: Carts and when they were given up
description: |
  Every cart with its activity up to the first hour of silence. It is abandoned when it then still holds something and
  its owner ordered nothing meanwhile, in this cart or another, on this channel or another. A later return does not undo
  the abandonment: that is recovery, which model.carts adds.
grain: one row per cart
key: [cart_id]
--- */
with activity as (
  select
    e.cart_id,
    e.event_time,
    e.type,
    e.product_id,
    cast(e.channel as varchar) as channel,
    coalesce(e.user_id, i.person_id, e.anonymous_id, e.device_id) as person_id,
    sum(case e.type when 'product_added' then coalesce(e.quantity, 1) when 'product_removed' then -coalesce(e.quantity, 1) else 0 end)
      over (partition by e.cart_id order by e.event_time rows unbounded preceding) as items,
    lead(e.event_time) over (partition by e.cart_id order by e.event_time) as next_time
  from logs.events e
  left join model.identity_now i on i.id_type = 'anonymous_id' and i.id_hash = e.anonymous_id
  where e.cart_id is not null
    and coalesce(e.environment, 'prod') = 'prod'
    and coalesce(e.is_test, false) = false
    and coalesce(e.is_bot, false) = false
),
paused as (
  select
    *,
    min(case when next_time is null or next_time >= event_time + interval '60 minutes' then event_time end)
      over (partition by cart_id) as last_activity
  from activity
),
carts as (
  select
    cart_id,
    max(person_id) as person_id,
    first_value(channel order by event_time) as channel,
    min(event_time) as first_activity,
    max(last_activity) as last_activity,
    max(last_activity) + interval '60 minutes' as abandoned_at,
    last_value(items order by event_time) filter (where event_time <= last_activity) as items,
    array_agg(product_id) filter (where type = 'product_added') as product_ids,
    coalesce(bool_or(type = 'order_completed' and event_time <= last_activity), false) as is_ordered
  from paused
  group by cart_id
),
ordered_elsewhere as (
  select distinct c.cart_id
  from carts c
  join model.orders o
    on o.person_id = c.person_id
    and o.placed_time >= c.first_activity
    and o.placed_time < c.abandoned_at
)
select
  c.*,
  c.items > 0 and not c.is_ordered and e.cart_id is null as is_abandoned
from carts c
left join ordered_elsewhere e on e.cart_id = c.cart_id
