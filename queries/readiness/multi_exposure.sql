/* ---
id: M3
dimension: M
title: Units stay in their arm
description: |
  Units seen in more than one arm of the same experiment, over its units: the worst of the experiments that somebody met in
  the range, over its whole run. They are left out of results; from one in a hundred on, what is left may no longer be what
  was drawn. Many clean experiments do not make up for a broken one.
severity: high
pass: 0.01
fail: 0.1
minimum_n: 30
level: 4
owner: experimentation
remediation: |
  Draw the arm once, by a hash of an id that outlives sign-in and device, and keep it. Unknown without experiment_id,
  variant_id and unit_id_hash in exposures, and arms in experiments.
unlocks: [experiment_lift]
needs: [exposures, experiments]
sources: [W50, GrowthBook multiple exposures 1 %, Eppo mixed assignments 10 %]
evidence: {key: [experiment_id], where: several_arms_share >= 0.01}
--- */
with runs as (
  select
    experiment_id,
    units_exposed,
    units_in_several,
    units_in_several / cast(units_exposed as double) as several_arms_share
  from model.experiment_runs
  where last_exposed_at >= $from
    and units_exposed > 0
),
worst as (
  select *
  from runs
  order by several_arms_share desc, units_exposed desc
  limit 1
)
select
  several_arms_share as value,
  units_exposed as n,
  proportion_lo(units_in_several, units_exposed) as lo,
  proportion_hi(units_in_several, units_exposed) as hi
from worst
