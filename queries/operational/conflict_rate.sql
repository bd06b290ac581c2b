/* ---
title: Identity conflicts
question: How many persons of the identity map cannot be one human?
description: |
  Persons of the identity map, as known now, that hold two or more user ids, or that were active in two countries within
  the same half hour, over all persons with a user id or a known country: others could not contradict themselves, and would
  only thin the rate. It is a sign of strangers taken for one, for times without labels, and no bound: some humans have
  two accounts or a proxy abroad, and a kiosk that nobody signs in at shows neither.
owner: identity
unit: ratio
direction: down_is_good
measures: [conflict_rate, two_users, two_countries]
additive: [two_users, two_countries, n]
target: 0.005
thresholds: {good: 0.005, poor: 0.02}
interval: Wilson 95 %
chart: none
sources: [C53, W49]
needs: [identity_map]
judged_with: [events]
--- */
select
  avg(is_conflict) as conflict_rate,
  count(*) filter (where user_ids > 1) as two_users,
  case when count(in_two_countries) > 0 then count(*) filter (where in_two_countries) end as two_countries,
  count(is_conflict) as n,
  proportion_lo(sum(is_conflict), count(is_conflict)) as lo,
  proportion_hi(sum(is_conflict), count(is_conflict)) as hi
from model.identity_persons
