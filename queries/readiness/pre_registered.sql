/* ---
id: M6
dimension: M
title: Plans are fixed before the first exposure
description: |
  Experiments whose plan, with its hash, was registered before anybody met them, over all experiments that somebody met in
  the range. What was met comes from the exposures, so that an experiment without a plan counts as one. When a plan was
  registered is what the registry says of itself. Every experiment is looked at, so there is no interval.
severity: medium
pass: 0.9
fail: 0.5
house_default: true
owner: experimentation
effort: small
remediation: |
  Write the metric, the size and the end down before the start, and keep the hash of the text. Unknown without
  experiments: log experiment_id, plan_registered_time and plan_hash; and without experiment_id and event_time in exposures.
unlocks: [experiment_lift]
needs: [experiments, exposures]
sources: [S25]
evidence: {key: [experiment_id], where: not is_fixed}
--- */
with plans as (
  select
    experiment_id,
    plan_hash is not null and coalesce(plan_registered_time < first_exposed_at, false) as is_fixed
  from model.experiment_runs
  where last_exposed_at >= $from
)
select
  avg(cast(is_fixed as double)) as value,
  count(*) as n
from plans
