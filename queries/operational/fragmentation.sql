/* ---
title: Fragmentation
question: How many persons do we take one customer for?
description: |
  Customers who were seen signing in during the range and whose identifiers, as known now, lie in two or more persons of
  the identity map, over all customers who signed in; persons_per_customer is their mean number of persons. Evidence is
  what was seen beside the user id, so it shows what the map failed to do with evidence it had; devices and addresses that
  never met a sign-in are invisible to it, and only labels find those. The mark of a map that merges too little.
owner: identity
unit: ratio
direction: down_is_good
time: last_seen
grains: [total]
measures: [split_share, persons_per_customer]
interval: Wilson 95 %
chart: none
sources: [C53]
needs: [identity_observations, identity_map]
--- */
select
  avg(cast(persons > 1 as double)) as split_share,
  avg(persons) as persons_per_customer,
  count(*) as n,
  proportion_lo(sum(cast(persons > 1 as bigint)), count(*)) as lo,
  proportion_hi(sum(cast(persons > 1 as bigint)), count(*)) as hi
from model.identity_anchors
where last_seen >= $from
  and last_seen < $to
