/* ---
title: Soft duplicates
question: How many customer actions are told twice under different ids?
description: |
  Product events that repeat one of the same person, type and product within two seconds under another id, over all
  product events that name somebody. They pass the check for copies and inflate views and carts. Counted on the day of
  arrival; bots and testers are out.
owner: data platform
unit: ratio
direction: down_is_good
time: ingest_time
dimensions: [source, channel, type]
measures: [soft_duplicate_rate, soft_duplicates]
additive: [soft_duplicates, n]
target: 0.001
thresholds: {good: 0.001, poor: 0.01}
interval: Wilson 95 %
sources: [R32]
needs: [events]
--- */
with product_events as (
  select
    e.ingest_time,
    cast(e.source as varchar) as source,
    cast(e.channel as varchar) as channel,
    cast(e.type as varchar) as type,
    s.event_id is not null as is_repeated
  from logs.events e
  left join model.soft_duplicates s on s.source = e.source and s.event_id = e.event_id
  where e.product_id is not null
    and coalesce(e.user_id, e.anonymous_id, e.device_id) is not null
    and not coalesce(e.is_bot, false)
    and not coalesce(e.is_test, false)
)
select
  avg(cast(is_repeated as double)) as soft_duplicate_rate,
  sum(cast(is_repeated as bigint)) as soft_duplicates,
  count(*) as n,
  proportion_lo(sum(cast(is_repeated as bigint)), count(*)) as lo,
  proportion_hi(sum(cast(is_repeated as bigint)), count(*)) as hi
from product_events
where ingest_time >= $from
  and ingest_time < $to
