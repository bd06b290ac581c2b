/* ---
title: Who belongs together, as known now
description: |
  The connected components of all identifiers over the links that stand and over what was seen together. component is the
  smallest identifier of the component, written `type:hash`, and size its number of identifiers. Identifiers that stand
  for nobody or for many are left out (model.identity_component_ids says which and why): they connect nobody and have
  neither component nor size, so that they can be counted. A link that was taken back, or has an end, connects no more.
  It is right for outcomes and wrong for judging a decision: that is model.identity_component_versions.
grain: one row per identifier
key: [id_type, id_hash]
--- */
with believed as (
  select l.left_id, l.right_id
  from model.identity_component_links l
  where l.known_to is null
    and not exists (select 1 from model.identity_component_ids i where i.id = l.left_id and i.left_out is not null)
    and not exists (select 1 from model.identity_component_ids i where i.id = l.right_id and i.left_out is not null)
  union all
  -- Whoever has no link left is a component alone.
  select id, cast(null as varchar)
  from model.identity_component_ids
  where left_out is null
),
graphs as (
  select connected_components(left_id, right_id) as components
  from believed
),
placed as (
  select unnest(components) as place
  from graphs
)
select
  substr(place['id'], 1, strpos(place['id'], ':') - 1) as id_type,
  substr(place['id'], strpos(place['id'], ':') + 1) as id_hash,
  place['component'] as component,
  place['size'] as size,
  cast(null as varchar) as left_out
from placed
union all
select id_type, id_hash, cast(null as varchar), cast(null as bigint), left_out
from model.identity_component_ids
where left_out is not null
