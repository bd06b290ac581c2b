/* ---
title: Who belonged together, as known then
description: |
  The connected component of each identifier through time, by what was known and held at each instant: at t the row with
  known_from <= t and t < known_to, or known_to null for what still stands. Links connect from when they were known until
  they were taken back or ended, and an identifier connects until it was seen to be shared by too many. Guard words have
  no row. component is the smallest identifier of the component at that time, so it changes only where the
  identifier moved or a smaller one joined. Sizes are not kept: count the rows of a component at t.
grain: one row per identifier and stretch of time
key: [id_type, id_hash, known_from]
--- */
with believed as (
  select
    l.left_id,
    l.right_id,
    l.known_from,
    least(l.known_to, a.shared_from, b.shared_from) as known_to
  from model.identity_component_links l
  left join model.identity_component_ids a on a.id = l.left_id and a.left_out is not null
  left join model.identity_component_ids b on b.id = l.right_id and b.left_out is not null
  where coalesce(a.left_out, 'shared') = 'shared'
    and coalesce(b.left_out, 'shared') = 'shared'
  union all
  select id, cast(null as varchar), first_known, shared_from
  from model.identity_component_ids
  where coalesce(left_out, 'shared') = 'shared'
),
graphs as (
  select connected_component_versions(left_id, right_id, known_from, known_to) as versions
  from believed
),
placed as (
  select unnest(versions) as place
  from graphs
)
select
  substr(place['id'], 1, strpos(place['id'], ':') - 1) as id_type,
  substr(place['id'], strpos(place['id'], ':') + 1) as id_hash,
  place['component'] as component,
  place['known_from'] as known_from,
  place['known_to'] as known_to
from placed
