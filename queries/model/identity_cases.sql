/* ---
title: Judged surroundings of identifiers
description: |
  Every identifier that was drawn and judged together with those around it (labels of kind identity_cluster), against the
  identity map as known now. Of the size identifiers in its person, shared belong to the same human, itself among them: all
  that were judged so, and of those not offered the same share. owned adds those of the same human that the map holds for
  others, as far as they were offered or found by who judged. Identifiers that name nobody are left out, and so are
  those of whose person nothing else was judged.
grain: one row per identifier drawn
key: [cluster_id, id]
--- */
with around as (
  select
    cluster_id,
    left_id as id,
    max(weight) as weight,
    cast(max(left_size) as double) as size,
    count(*) filter (where is_together and left_id <> right_id) as mates,
    count(*) filter (where is_together and is_same and left_id <> right_id) as true_mates,
    count(*) filter (where not is_together and is_same) as true_others
  from model.identity_judgements
  where kind = 'identity_cluster'
    and cluster_id is not null
  group by cluster_id, left_id
  having coalesce(bool_and(is_same) filter (where left_id = right_id), true)
),
counted as (
  select *, case when size = 1 then 1.0 else 1 + (size - 1) * true_mates / nullif(cast(mates as double), 0) end as shared
  from around
)
select cluster_id, id, weight, size, shared, shared + true_others as owned
from counted
where shared is not null
