/* ---
title: Neighbours that the map keeps apart
description: |
  Pairs of identifiers that were once linked or seen together and that stand for different persons now, in both orders:
  where a map that merges too little would show it.
grain: one row per identifier and neighbour
key: [id, other_id]
--- */
with sides as (
  select left_id as id, right_id as other_id
  from model.identity_component_links
  union
  select right_id, left_id
  from model.identity_component_links
)
select s.id, s.other_id
from sides s
join model.identity_holders a on a.id = s.id
join model.identity_holders b on b.id = s.other_id
where a.person_id <> b.person_id
