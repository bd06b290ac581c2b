/* ---
title: Identifiers per person
question: Has the identity map glued strangers together?
description: |
  Identifiers that the identity map gives each person, as known now, by nearest rank. blob_share is the share of all
  identifiers that lie in persons too large to be one human: more identifiers than ids_max, or more user ids than
  user_ids_max. A kiosk, a shop's tablet or the hash of an empty e-mail address makes one person of everybody who used it;
  every recognition figure rises with it, so read them beside this one.
owner: identity
unit: count
direction: down_is_good
measures: [p99_ids, p50_ids, largest_cluster, blob_share]
parameters:
  ids_max: {type: number, default: 20, doc: More identifiers than this are not one human.}
  user_ids_max: {type: number, default: 1, doc: More user ids than this are not one human.}
chart: none
sources: [C53, Segment identity resolution settings]
needs: [identity_map]
--- */
select
  quantile_with_misses(0.99, cast(ids as double)) as p99_ids,
  quantile_with_misses(0.5, cast(ids as double)) as p50_ids,
  max(ids) as largest_cluster,
  coalesce(sum(ids) filter (where ids > $ids_max or user_ids > $user_ids_max), 0)
    / nullif(cast(sum(ids) as double), 0) as blob_share,
  count(*) as n
from model.identity_persons
