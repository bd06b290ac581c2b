/* ---
title: Activity and orders in one list
description: |
  Everyone who was active or ordered, hour by hour and order by order, so that figures per user have all users below the
  line and not only buyers. revenue is net, before_refunds what was paid at first, both in the base currency; an order
  without a known rate adds nothing to either and is counted in unpriced. An order that names nobody has no person.
grain: one row per person and hour of activity, or order
--- */
with moments as (
  select person_id, first_time as at, 0 as orders, 0.0 as revenue, 0.0 as before_refunds, 0 as unpriced
  from model.active_hours
  union all
  select
    person_id,
    placed_time,
    1,
    coalesce(net_base, 0.0),
    coalesce(revenue_base, 0.0),
    cast(not is_priced as bigint)
  from model.orders
)
select m.*, p.market
from moments m
left join model.people p on p.person_id = m.person_id
