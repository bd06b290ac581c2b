/* ---
title: Outcomes of experiment units
description: |
  What each unit did from its first exposure on, over the windows that experiments are judged by, and what it did in the
  14 days before. An outcome of a window is known once the window is over; whoever reads this waits for that. Units seen
  in several arms belong to none and are left out. A product looked at again within 30 seconds is one visit.
grain: one row per experiment and unit
key: [experiment_id, unit_id]
sources: [S16, S19, S22]
--- */
with units as (
  select * from model.experiment_units where not is_in_several
),
purchases as (
  select
    u.experiment_id,
    u.unit_id,
    count(*) filter (where o.placed_time >= u.exposed_at and o.placed_time < u.exposed_at + interval '1 day') as orders_1d,
    count(*) filter (where o.placed_time >= u.exposed_at and o.placed_time < u.exposed_at + interval '7 days') as orders_7d,
    count(*) filter (where o.placed_time >= u.exposed_at and o.placed_time < u.exposed_at + interval '28 days') as orders_28d,
    sum(o.net_base) filter (where o.placed_time >= u.exposed_at and o.placed_time < u.exposed_at + interval '7 days') as revenue_7d,
    sum(o.net_base) filter (where o.placed_time >= u.exposed_at and o.placed_time < u.exposed_at + interval '28 days') as revenue_28d,
    count(*) filter (where o.placed_time >= u.exposed_at + interval '30 days') as orders_30d_37d,
    count(*) filter (where o.placed_time < u.exposed_at) as orders_before,
    sum(o.net_base) filter (where o.placed_time < u.exposed_at) as revenue_before
  from units u
  join model.orders o
    on o.person_id = u.person_id
    and o.placed_time >= u.exposed_at - interval '14 days'
    and o.placed_time < u.exposed_at + interval '37 days'
  group by u.experiment_id, u.unit_id
),
visits as (
  select
    u.experiment_id,
    u.unit_id,
    count(*) filter (where v.acted_at >= u.exposed_at) as visits_7d,
    count(*) filter (where v.acted_at < u.exposed_at) as visits_before
  from units u
  join model.actions v
    on v.person_id = u.person_id
    and v.type = 'product_viewed'
    and v.acted_at >= u.exposed_at - interval '14 days'
    and v.acted_at < u.exposed_at + interval '7 days'
    and coalesce(v.since_same_s > 30, true)
  group by u.experiment_id, u.unit_id
),
activity as (
  select
    u.experiment_id,
    u.unit_id,
    bool_or(a.last_time >= u.exposed_at + interval '30 days' and a.first_time < u.exposed_at + interval '37 days') as is_retained,
    bool_or(a.first_time < u.exposed_at) as is_seen_before
  from units u
  join model.active_hours a
    on a.person_id = u.person_id
    and a.last_time >= u.exposed_at - interval '14 days'
    and a.first_time < u.exposed_at + interval '37 days'
  group by u.experiment_id, u.unit_id
),
carts as (
  select experiment_id, person_id, bool_or(recovered_window) as is_recovered
  from model.carts
  where is_eligible
  group by experiment_id, person_id
)
select
  u.experiment_id,
  u.unit_id,
  u.person_id,
  u.variant_id,
  not u.is_treated as is_control,
  u.exposed_at,
  u.source,
  u.market,
  coalesce(p.orders_1d, 0) as orders_1d,
  coalesce(p.orders_7d, 0) as orders_7d,
  coalesce(p.orders_28d, 0) as orders_28d,
  coalesce(p.revenue_7d, 0.0) as revenue_7d,
  coalesce(p.revenue_28d, 0.0) as revenue_28d,
  coalesce(p.orders_30d_37d, 0) > 0 as is_repeat_buyer,
  coalesce(v.visits_7d, 0) as product_visits_7d,
  coalesce(a.is_retained, false) as is_retained,
  k.is_recovered,
  -- Who was never seen in the 14 days before has no past to adjust by.
  case when a.is_seen_before then coalesce(p.orders_before, 0) end as orders_before,
  case when a.is_seen_before then coalesce(p.revenue_before, 0.0) end as revenue_before,
  case when a.is_seen_before then coalesce(v.visits_before, 0) end as product_visits_before
from units u
left join purchases p on p.experiment_id = u.experiment_id and p.unit_id = u.unit_id
left join visits v on v.experiment_id = u.experiment_id and v.unit_id = u.unit_id
left join activity a on a.experiment_id = u.experiment_id and a.unit_id = u.unit_id
left join carts k on k.experiment_id = u.experiment_id and k.person_id = u.person_id
