/* ---
title: Arms of experiments
description: |
  Every arm with its planned share of the units. Weights are scaled to add to one, so that 50 and 50 reads as .5 and .5.
grain: one row per experiment and arm
key: [experiment_id, variant_id]
--- */
with arms as (
  select experiment_id, unit_type, kind, unnest(arms) as arm
  from logs.experiments
)
select
  experiment_id,
  cast(unit_type as varchar) as unit_type,
  cast(kind as varchar) as kind,
  arm['variant_id'] as variant_id,
  arm['is_control'] as is_control,
  arm['weight'] / sum(arm['weight']) over (partition by experiment_id) as share
from arms
