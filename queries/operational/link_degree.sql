/* ---
title: Neighbours of identifiers
question: Which identifiers tie too many others together?
description: |
  How many other identifiers each one was ever linked to or seen with, by nearest rank over all that were linked or seen.
  One human has few: an identifier with many is a kiosk, a shop's tablet or an address that everybody types, and the place
  where strangers are glued. shared_share is the share with more neighbours than one human has, by the limits of
  model.identity_component_ids. Words that stand for nobody are left out. Bridges, links whose removal would part a
  person in two, are not searched for.
owner: identity
unit: count
direction: down_is_good
dimensions: [id_type]
measures: [p99_neighbours, p50_neighbours, most_neighbours, shared_share]
chart: none
sources: [C53, Segment identity resolution settings]
needs: [identity_links]
--- */
select
  quantile_with_misses(0.99, cast(others as double)) as p99_neighbours,
  quantile_with_misses(0.5, cast(others as double)) as p50_neighbours,
  max(others) as most_neighbours,
  avg(cast(coalesce(left_out = 'shared', false) as double)) as shared_share,
  count(*) as n
from model.identity_component_ids
where coalesce(left_out, '') <> 'guard'
