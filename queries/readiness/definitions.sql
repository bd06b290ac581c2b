/* ---
id: G5
dimension: G
title: Every metric has one definition
description: |
  Metrics with exactly one definition, over metrics that other tools register and metrics that experiments are decided by.
  Two texts of SQL under one name are two definitions, whatever their versions are called; a metric that decides
  an experiment and that neither they nor this service define has none. Every metric is looked at, so there is no interval.
severity: high
pass: 1
fail: 0.9
house_default: true
level: 2
owner: programme
effort: small
remediation: |
  Agree on one of the definitions, and take the others and versions that nobody uses out of the registry. Unknown without the
  registry of the other tools' metrics: log metric_id, version, sql_hash and owner_id in metric_definitions.
unlocks: [experiment_lift]
needs: [metric_definitions, experiments.primary_metric_id]
sources: [W44, R34]
evidence: {key: [metric_id], where: definitions <> 1}
--- */
with registered as (
  select metric_id, count(distinct coalesce(sql_hash, cast(version as varchar))) as definitions
  from logs.metric_definitions
  group by metric_id
),
decisive as (
  select distinct x.primary_metric_id as metric_id, cast(m.name is not null as bigint) as definitions
  from logs.experiments x
  left join meta.metrics m on m.name = x.primary_metric_id
  where x.primary_metric_id is not null
),
metrics as (
  -- A text of ours beside one of theirs cannot be compared: they speak for what they register.
  select coalesce(r.metric_id, d.metric_id) as metric_id, coalesce(r.definitions, d.definitions) as definitions
  from registered r
  full outer join decisive d on d.metric_id = r.metric_id
)
select
  avg(cast(definitions = 1 as double)) as value,
  count(*) as n
from metrics
