/* ---
title: First exposures
description: |
  When each unit first reached the point where the arms of its experiment differ, and in which arm. Control units count
  from the moment at which treatment would have been shown. is_in_several marks a unit that was seen in more than one
  arm: analyses leave it out and report how many there were.
grain: one row per experiment and unit
key: [experiment_id, unit_id]
--- */
with arrivals as (
  select
    experiment_id,
    unit_id_hash as unit_id,
    variant_id,
    event_time,
    trigger_event_id,
    source,
    row_number() over (partition by experiment_id, unit_id_hash order by event_time, variant_id) as place,
    min(variant_id) over (partition by experiment_id, unit_id_hash)
      <> max(variant_id) over (partition by experiment_id, unit_id_hash) as is_in_several
  from logs.exposures
  where coalesce(environment, 'prod') = 'prod'
    and coalesce(is_test, false) = false
    and coalesce(is_bot, false) = false
),
planned as (
  select experiment_id, sum(share) filter (where not is_control) as treated_share
  from model.experiment_arms
  group by experiment_id
)
select
  f.experiment_id,
  f.unit_id,
  a.unit_type,
  f.variant_id,
  not a.is_control as is_treated,
  p.treated_share,
  f.event_time as exposed_at,
  f.trigger_event_id,
  cast(f.source as varchar) as source,
  f.is_in_several
from arrivals f
join model.experiment_arms a on a.experiment_id = f.experiment_id and a.variant_id = f.variant_id
join planned p on p.experiment_id = f.experiment_id
where f.place = 1
