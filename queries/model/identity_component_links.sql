/* ---
title: Pairs of identifiers and when they held together
description: |
  Two identifiers that were linked, or seen together by a real customer, with the stretch of time in which that was both
  known and held true: a link from the later of recorded_time and valid_from until it is taken back or ends, a sighting
  from the moment it was received, for good. known_to is null while it holds. An identifier seen alone is a pair with
  itself. Each pair stands in one order, and identifiers are written `type:hash`.
grain: one row per pair of identifiers and stretch of time
--- */
with observed as (
  select ids, coalesce(received_time, event_time) as known_from
  from logs.identity_observations
  where coalesce(environment, 'prod') = 'prod'
    and coalesce(is_test, false) = false
    and coalesce(is_bot, false) = false
),
firsts as (
  select unnest(ids) as one, ids, known_from
  from observed
),
sightings as (
  select one, unnest(ids) as other, known_from
  from firsts
),
pairs as (
  select
    cast(one['id_type'] as varchar) || ':' || one['id_hash'] as left_id,
    cast(other['id_type'] as varchar) || ':' || other['id_hash'] as right_id,
    known_from,
    arrow_cast(null, 'Timestamp(Microsecond, Some("UTC"))') as known_to
  from sightings
  union all
  select
    least(cast(left_type as varchar) || ':' || left_hash, cast(right_type as varchar) || ':' || right_hash),
    greatest(cast(left_type as varchar) || ':' || left_hash, cast(right_type as varchar) || ':' || right_hash),
    greatest(recorded_time, valid_from),
    least(retracted_time, valid_to)
  from logs.identity_links
)
select left_id, right_id, min(known_from) as known_from, known_to
from pairs
-- Sightings come in both orders.
where left_id <= right_id
  and (known_to is null or known_to > known_from)
group by left_id, right_id, known_to
