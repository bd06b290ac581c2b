/* ---
title: Who each identifier stood for, as known then
description: |
  The identity map through time: at an instant t the person of an identifier is in the row with known_from <= t and
  t < known_to, or known_to null for what still stands. An entry holds from the later of recorded_time and valid_from
  until it is taken back, ends, or the map says something newer; entries that repeat the same person without a gap are one
  row. is_corrected tells an error from a change: it is true where the map took its word back or gave the identifier to
  somebody else, and false where the entry ended when it had said it would.
grain: one row per identifier and stretch of time
key: [id_type, id_hash, known_from]
--- */
with entries as (
  select
    cast(id_type as varchar) as id_type,
    id_hash,
    person_id,
    greatest(recorded_time, valid_from) as known_from,
    least(retracted_time, valid_to) as ends_at,
    valid_to,
    recorded_time
  from logs.identity_map
),
stretches as (
  select
    *,
    least(
      ends_at,
      lead(known_from) over (partition by id_type, id_hash order by known_from, recorded_time, person_id)
    ) as known_to
  from entries
),
held as (
  select
    *,
    lag(person_id) over (partition by id_type, id_hash order by known_from) as person_before,
    lag(known_to) over (partition by id_type, id_hash order by known_from) as ended_before
  from stretches
  where known_to is null
    or known_to > known_from
),
numbered as (
  select
    *,
    sum(case when person_before = person_id and ended_before = known_from then 0 else 1 end)
      over (partition by id_type, id_hash order by known_from) as stretch
  from held
)
select
  id_type,
  id_hash,
  id_type || ':' || id_hash as id,
  person_id,
  min(known_from) as known_from,
  last_value(known_to order by known_from) as known_to,
  last_value(coalesce(known_to < valid_to, known_to is not null) order by known_from) as is_corrected
from numbered
group by id_type, id_hash, person_id, stretch
