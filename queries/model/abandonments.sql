/* ---
title: Carts and when they were given up
description: |
  Every cart with its activity up to the first hour of silence. It is abandoned when it then still holds something and
  its owner ordered nothing meanwhile, in this cart or another, on this channel or another. A later return does not undo
  the abandonment: that is recovery, which model.carts adds.
grain: one row per cart
key: [cart_id]
--- */
with silences as (
  select cart_id, min(acted_at) as last_activity
  from model.cart_steps
  where coalesce(next_at >= acted_at + interval '60 minutes', true)
  group by cart_id
),
carts as (
  select
    s.cart_id,
    max(s.person_id) as person_id,
    first_value(s.channel order by s.acted_at) as channel,
    min(s.acted_at) as first_activity,
    max(l.last_activity) as last_activity,
    max(l.last_activity) + interval '60 minutes' as abandoned_at,
    max(s.items) filter (where s.acted_at = l.last_activity) as items,
    array_agg(s.product_id) filter (where s.type = 'product_added') as product_ids,
    coalesce(bool_or(s.is_ordered) filter (where s.acted_at <= l.last_activity), false) as is_ordered
  from model.cart_steps s
  join silences l on l.cart_id = s.cart_id
  group by s.cart_id
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
