/* ---
title: The company's identity map beside the evidence
description: |
  Two identity graphs as known now: map is the company's own, which the engine uses; evidence is what links and
  sightings alone make (model.identity_components), so it stands alone where there is no map. Persons, identifiers per
  person, the largest, the share of identifiers in persons too large to be one human, and the share of persons with
  two or more user ids. backed_by_other is the share of a person that the other graph holds together as well, as a mean over
  identifiers in both (B-cubed): what it lacks to 1 is joined here for reasons that the other does not know.
grain: one row per graph
key: [graph]
parameters:
  ids_max: {type: number, default: 20, doc: More identifiers than this are not one human.}
  user_ids_max: {type: number, default: 1, doc: More user ids than this are not one human.}
sources: [C53]
--- */
with places as (
  select 'map' as graph, id, id_type, person_id
  from model.identity_versions
  where known_to is null
  union all
  select 'evidence', id_type || ':' || id_hash, id_type, component
  from model.identity_components
  where component is not null
),
persons as (
  select graph, person_id, count(*) as ids, count(*) filter (where id_type = 'user_id') as user_ids
  from places
  group by graph, person_id
),
agreements as (
  select p.graph, b_cubed_precision(p.id, p.person_id, o.person_id) as backed_by_other
  from places p
  join places o on o.id = p.id and o.graph <> p.graph
  group by p.graph
)
select
  p.graph,
  count(*) as persons,
  sum(p.ids) as ids,
  quantile_with_misses(0.5, cast(p.ids as double)) as p50_ids,
  quantile_with_misses(0.99, cast(p.ids as double)) as p99_ids,
  max(p.ids) as largest_cluster,
  coalesce(sum(p.ids) filter (where p.ids > $ids_max or p.user_ids > $user_ids_max), 0)
    / cast(sum(p.ids) as double) as blob_share,
  count(*) filter (where p.user_ids > 1) / nullif(cast(count(*) filter (where p.user_ids > 0) as double), 0) as two_users_share,
  max(a.backed_by_other) as backed_by_other
from persons p
left join agreements a on a.graph = p.graph
group by p.graph
order by p.graph desc
