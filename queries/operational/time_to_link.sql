/* ---
title: Time until linked
question: How long does a new identifier stay a stranger?
description: |
  Hours from the first sighting of an identifier until its first deterministic link, by Kaplan-Meier: identifiers that were
  never linked count as still waiting for as long as they have been there, instead of being dropped. p50_h is null while
  fewer than half are linked. linked_24h and linked_30d are the shares linked within a day and within 30 days.
  linked_only_p50_h leaves the waiting ones out, as most reports do, and looks better than the truth. A link older than
  the first sighting counts as zero hours.
owner: identity
unit: h
direction: down_is_good
time: first_seen
dimensions: [id_type, first_channel]
measures: [p50_h, linked_24h, linked_30d, linked_only_p50_h, never_linked]
additive: [never_linked, n]
interval: Kaplan-Meier, Greenwood, log-log 95 %
sources: [C53]
needs: [identity_observations, identity_links]
--- */
with firsts as (
  select
    id_type,
    id_hash,
    min(event_time) as first_seen,
    first_value(channel order by event_time) as first_channel
  from model.identity_sightings
  group by id_type, id_hash
),
sides as (
  select cast(left_type as varchar) as id_type, left_hash as id_hash, recorded_time
  from logs.identity_links
  where method = 'deterministic'
  union all
  select cast(right_type as varchar), right_hash, recorded_time
  from logs.identity_links
  where method = 'deterministic'
),
links as (
  select id_type, id_hash, min(recorded_time) as linked_at
  from sides
  where recorded_time <= $as_of
  group by id_type, id_hash
),
waits as (
  select
    f.*,
    l.linked_at is not null as is_linked,
    -- Timestamps are whole microseconds.
    greatest(cast(coalesce(l.linked_at, $as_of) as bigint) - cast(f.first_seen as bigint), 0) / 3.6e9 as wait_h
  from firsts f
  left join links l on l.id_type = f.id_type and l.id_hash = f.id_hash
  where f.first_seen < $as_of
)
select
  km_quantile(0.5, wait_h, is_linked) as p50_h,
  1 - km_survival(24.0, wait_h, is_linked) as linked_24h,
  1 - km_survival(720.0, wait_h, is_linked) as linked_30d,
  median(wait_h) filter (where is_linked) as linked_only_p50_h,
  count(*) filter (where not is_linked) as never_linked,
  count(*) as n,
  km_quantile_lo(0.5, wait_h, is_linked) as lo,
  km_quantile_hi(0.5, wait_h, is_linked) as hi
from waits
where first_seen >= $from
  and first_seen < $to
