/* ---
title: Orders after abandoned carts
description: |
  Every order that the owner of an abandoned cart placed in the 30 days after it. has_cart_product says that it holds a
  product of the cart, or that its products are not known.
grain: one row per abandoned cart and order
key: [cart_id, order_id]
--- */
select
  a.cart_id,
  o.order_id,
  a.abandoned_at,
  o.placed_time,
  o.product_ids is null or coalesce(array_has_any(o.product_ids, a.product_ids), false) as has_cart_product
from model.abandonments a
join model.orders o
  on o.person_id = a.person_id
  and o.placed_time >= a.abandoned_at
  and o.placed_time < a.abandoned_at + interval '30 days'
where a.is_abandoned
