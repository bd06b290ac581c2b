/* ---
title: Runs of experiments
description: |
  Every experiment that is registered or was met by somebody: what its plan says, and when units were exposed to it.
  last_held_back_at is when a unit of the control side last met the point at which treatment would have been shown, as
  far as that is logged (would_have). units_exposed counts units of registered arms, units_in_several those that were
  seen in more than one arm. An experiment without a plan has no use case and no arms; a plan that nobody met has no
  exposures. Bots, testers and other environments are out.
grain: one row per experiment
key: [experiment_id]
sources: [W50]
--- */
with controls as (
  select experiment_id, bool_or(is_control) as has_control
  from model.experiment_arms
  group by experiment_id
),
exposed as (
  select
    experiment_id,
    min(event_time) as first_exposed_at,
    max(event_time) as last_exposed_at,
    max(event_time) filter (where would_have) as last_held_back_at
  from logs.exposures
  where coalesce(environment, 'prod') = 'prod'
    and coalesce(is_test, false) = false
    and coalesce(is_bot, false) = false
  group by experiment_id
),
units as (
  select experiment_id, count(*) as units_exposed, count(*) filter (where is_in_several) as units_in_several
  from model.first_exposures
  group by experiment_id
)
select
  coalesce(x.experiment_id, e.experiment_id) as experiment_id,
  cast(x.use_case_id as varchar) as use_case_id,
  x.primary_metric_id,
  x.mde,
  x.planned_end,
  x.plan_registered_time,
  x.plan_hash,
  coalesce(c.has_control, false) as has_control,
  e.first_exposed_at,
  e.last_exposed_at,
  e.last_held_back_at,
  coalesce(u.units_exposed, 0) as units_exposed,
  coalesce(u.units_in_several, 0) as units_in_several
from logs.experiments x
full outer join exposed e on e.experiment_id = x.experiment_id
left join controls c on c.experiment_id = x.experiment_id
left join units u on u.experiment_id = x.experiment_id
