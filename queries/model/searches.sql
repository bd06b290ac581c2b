/* ---
title: Searches
description: |
  Every search by a known or unknown person, with the one before it for the same words or, where the search names a
  product, for the same product. Two within 30 seconds are one search told twice. is_ordered_since says that
  the person ordered between the two: the product, or anything where no product is named.
grain: one row per search
key: [event_id]
--- */
with apart as (
  select
    event_id,
    person_id,
    acted_at as searched_at,
    channel,
    country,
    product_id,
    coalesce(product_id, term) as subject
  from model.actions
  where type = 'products_searched'
    and person_id is not null
    and coalesce(product_id, term) is not null
    and coalesce(since_same_s > 30, true)
),
in_order as (
  select
    *,
    lag(searched_at) over (partition by person_id, subject order by searched_at, event_id) as previous_at,
    lag(searched_at, 2) over (partition by person_id, subject order by searched_at, event_id) as last_but_one_at
  from apart
),
ordered as (
  select distinct s.event_id
  from in_order s
  join model.orders o
    on o.person_id = s.person_id
    and o.placed_time >= s.previous_at
    and o.placed_time < s.searched_at
    and coalesce(array_has(o.product_ids, s.product_id), true)
)
select
  s.event_id,
  s.person_id,
  s.subject,
  s.searched_at,
  s.channel,
  coalesce(p.market, s.country) as market,
  s.previous_at,
  s.last_but_one_at,
  o.event_id is not null as is_ordered_since
from in_order s
left join ordered o on o.event_id = s.event_id
left join model.people p on p.person_id = s.person_id
