/* ---
title: Balance of experiment arms
description: |
  Whether units fell into the arms as planned, over each whole experiment (slice all) and within each platform, market,
  day, and recognised or not: units went missing where a slice is out of balance. p_value is the chi-square test against
  the planned shares; adjusted_p_value allows for the number of slices of the experiment. deviation is the largest
  distance of an arm's share from its plan; p below .001 with a deviation of 0.1 points or more is_blocked. Slices of
  fewer than 16 units are not judged.
grain: one row per experiment, slice and value
key: [experiment_id, slice, value]
sources: [W50]
--- */
with cuts as (
  select
    u.experiment_id,
    u.variant_id,
    a.share,
    unnest(make_array(
      named_struct('slice', 'all', 'value', 'all'),
      named_struct('slice', 'platform', 'value', coalesce(u.source, '(none)')),
      named_struct('slice', 'market', 'value', coalesce(u.market, '(none)')),
      named_struct('slice', 'day', 'value', cast(cast(u.exposed_at as date) as varchar)),
      named_struct('slice', 'recognised', 'value', case when u.is_recognised then 'yes' else 'no' end)
    )) as cut
  from model.experiment_units u
  join model.experiment_arms a on a.experiment_id = u.experiment_id and a.variant_id = u.variant_id
  where not u.is_in_several
),
cells as (
  select experiment_id, cut['slice'] as slice, cut['value'] as value, variant_id, share
  from cuts
),
tests as (
  select experiment_id, slice, value, count(*) as units, srm_p_value_arms(variant_id, share) as p_value
  from cells
  group by experiment_id, slice, value
  having count(*) >= 16
),
arms as (
  select experiment_id, slice, value, variant_id, count(*) as units, max(share) as share
  from cells
  group by experiment_id, slice, value, variant_id
),
deviations as (
  select
    a.experiment_id,
    a.slice,
    a.value,
    max(abs(a.units / cast(t.units as double) - a.share)) as deviation
  from arms a
  join tests t on t.experiment_id = a.experiment_id and t.slice = a.slice and t.value = a.value
  group by a.experiment_id, a.slice, a.value
)
select
  t.experiment_id,
  t.slice,
  t.value,
  t.units,
  t.p_value,
  holm(t.p_value) over (partition by t.experiment_id) as adjusted_p_value,
  d.deviation,
  -- By chance alone in one of a thousand, and large enough to matter.
  coalesce(t.p_value < 0.001 and d.deviation >= 0.001, false) as is_blocked
from tests t
join deviations d on d.experiment_id = t.experiment_id and d.slice = t.slice and d.value = t.value
