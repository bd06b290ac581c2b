/* ---
title: Actions with products, searches, carts and places
description: |
  What real customers viewed, searched, put into carts and ordered, and where they said they were, by who they are as
  known now. Who counts as real, and which times are believed, is as in model.active_half_hours. term is what was
  searched, in normal form. since_same_s is how many seconds ago the same person last did the same with the same product
  or words; it is null the first time.
grain: one row per action
--- */
with real as (
  select
    *,
    coalesce(query_norm, lower(btrim(query))) as term
  from logs.events
  where (
      cart_id is not null
      or type in ('product_viewed', 'products_searched', 'product_added', 'product_removed', 'order_completed', 'location_updated')
    )
    and coalesce(environment, 'prod') = 'prod'
    and coalesce(is_test, false) = false
    and coalesce(is_bot, false) = false
    and is_believable_time(event_time, received_time)
),
known as (
  select
    r.event_id,
    coalesce(case when names_nobody(r.user_id) then null else r.user_id end, i.person_id, r.anonymous_id, r.device_id) as person_id,
    r.event_time as acted_at,
    cast(r.type as varchar) as type,
    cast(r.channel as varchar) as channel,
    cast(r.country as varchar) as country,
    r.product_id,
    r.term,
    coalesce(r.product_id, r.sku, r.term, r.path) as subject,
    r.cart_id,
    r.quantity,
    cast(r.city as varchar) as city,
    r.geo_accuracy_m
  from real r
  left join model.identity_now i on i.id_type = 'anonymous_id' and i.id_hash = r.anonymous_id
)
select
  *,
  date_part('epoch', acted_at - lag(acted_at) over (partition by person_id, type, subject order by acted_at, event_id)) as since_same_s
from known
