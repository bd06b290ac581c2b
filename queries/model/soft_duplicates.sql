/* ---
title: Actions told twice
description: |
  Every product event whose person had the same type of event with the same product at most two seconds before, under
  another id. The first of such a group is not here, only what came on top. Events that name nobody cannot be compared;
  bots and testers are left out.
grain: one row per event that repeats another
key: [source, event_id]
--- */
with product_events as (
  select
    source,
    event_id,
    ingest_time,
    event_time,
    coalesce(case when names_nobody(user_id) then null else user_id end, anonymous_id, device_id) as person,
    type,
    product_id
  from logs.events
  where product_id is not null
    and not coalesce(is_bot, false)
    and not coalesce(is_test, false)
),
in_order as (
  select
    *,
    lag(event_time) over (partition by person, type, product_id order by event_time, source, event_id) as event_time_before
  from product_events
  where person is not null
)
select source, event_id, person, ingest_time, event_time, type, product_id
from in_order
where event_time <= event_time_before + interval '2 seconds'
