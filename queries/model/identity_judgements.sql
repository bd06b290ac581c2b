/* ---
title: Judged pairs of identifiers
description: |
  Every pair of identifiers that people judged to be one human or two, with what the identity map, as known now, says of
  it. weight is how many pairs the judgement stands for, one over its probability of being drawn. Judgements other than
  true and false, and such without a probability, are left out. Of an identity_cluster the left identifier is the one
  that was drawn, cluster_id binds its rows, and a row of the identifier with itself says whether it names a human at all.
grain: one row per judgement
key: [label_id]
--- */
with judged as (
  select
    label_id,
    cast(kind as varchar) as kind,
    cluster_id,
    cast(left_type as varchar) || ':' || left_id as left_id,
    cast(right_type as varchar) || ':' || right_id as right_id,
    truth = 'true' as is_same,
    1 / inclusion_prob as weight
  from logs.labels
  where kind in ('identity_pair', 'identity_cluster')
    and truth in ('true', 'false')
    and inclusion_prob > 0
    and inclusion_prob <= 1
)
select
  j.*,
  coalesce(l.person_id, j.left_id) as left_person,
  coalesce(r.person_id, j.right_id) as right_person,
  coalesce(l.person_id, j.left_id) = coalesce(r.person_id, j.right_id) as is_together,
  coalesce(l.size, 1) as left_size
from judged j
left join model.identity_holders l on l.id = j.left_id
left join model.identity_holders r on r.id = j.right_id
where j.left_id is not null
  and j.right_id is not null
