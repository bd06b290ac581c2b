/* ---
title: Whom each identifier stands for now
description: |
  Every identifier that the identity map, a link or a sighting names, with the person that the map gives it, as known now,
  and how many identifiers that person has. An identifier that the map does not know is a person of its own, by its own
  name. Words that stand for nobody, such as null or anonymous, are left out unless the map takes them for somebody.
grain: one row per identifier
key: [id]
--- */
with known as (
  select id, person_id
  from model.identity_versions
  where known_to is null
),
ids as (
  select id
  from known
  union
  select id
  from model.identity_component_ids
  where left_out is null
    or left_out <> 'guard'
),
held as (
  select i.id, coalesce(k.person_id, i.id) as person_id
  from ids i
  left join known k on k.id = i.id
)
select
  id,
  substr(id, 1, strpos(id, ':') - 1) as id_type,
  substr(id, strpos(id, ':') + 1) as id_hash,
  person_id,
  count(*) over (partition by person_id) as size
from held
