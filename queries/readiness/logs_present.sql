/* ---
id: U1
dimension: U
title: All eight logs of facts arrive
description: |
  Share of the eight logs (events, orders, decisions, deliveries, approvals, identity_observations, assignments,
  exposures) that got at least one row in the range. A log that is missing is a failure, never an unknown: hiding it may
  not pay.
severity: critical
pass: 1
fail: 0.9
level: 1
owner: data platform
effort: large
evidence: {key: [w.log], where: a.log is null}
remediation: |
  Switch on the export of the missing log and name its location in the configuration; `gaugeglass schema` lists the
  columns that each log needs.
unlocks: [conversion_rate, aov, cart_recovery, decision_latency, decision_slo, recognised_at_decision, approval_turnaround, bypass_rate, experiment_lift]
--- */
with wanted as (
  select column1 as log
  from (
    values
      ('events'), ('orders'), ('decisions'), ('deliveries'),
      ('approvals'), ('identity_observations'), ('assignments'), ('exposures')
  ) names
),
arrived as (
  select log
  from meta.freshness
  where max_ingest_time >= $from
    and rows > 0
  group by log
)
select
  avg(cast(a.log is not null as double)) as value,
  count(*) as n
from wanted w
left join arrived a on a.log = w.log
