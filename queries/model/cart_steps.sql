/* ---
title: Carts step by step
description: |
  Every action on a cart, with what the cart held after it, whether it was ordered by then, and when the next action on
  it came. A metric can so say for itself how long a silence makes a cart abandoned. Where the source has no cart ids, a
  cart is what a person put in and took out within one visit.
grain: one row per action on a cart
--- */
with steps as (
  select
    coalesce(a.cart_id, a.person_id || ' ' || cast(s.session_no as varchar)) as cart_id,
    a.person_id,
    a.acted_at,
    a.type,
    a.channel,
    a.product_id,
    coalesce(a.quantity, 1) as quantity
  from model.actions a
  left join model.sessions s
    on a.cart_id is null
    and s.person_id = a.person_id
    and s.started_at <= a.acted_at
    and s.ended_at >= a.acted_at
  where a.cart_id is not null
    or a.type in ('product_added', 'product_removed')
)
select
  cart_id,
  person_id,
  acted_at,
  type,
  channel,
  product_id,
  lead(acted_at) over (partition by cart_id order by acted_at) as next_at,
  sum(case type when 'product_added' then quantity when 'product_removed' then -quantity else 0 end)
    over (partition by cart_id order by acted_at) as items,
  max(case when type = 'order_completed' then 1 else 0 end) over (partition by cart_id order by acted_at) = 1 as is_ordered
from steps
where cart_id is not null
