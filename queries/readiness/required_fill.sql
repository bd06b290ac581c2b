/* ---
id: U2
dimension: U
title: Required values are filled
description: |
  The worst-filled required column of any log, over the rows that arrived in the range, copies included; registries that
  carry no day of arrival are read whole. Every row is looked at, so there is no interval. Columns that are due only in
  some rows are in null_rate.
severity: high
pass: 0.99
fail: 0.95
house_default: true
level: 1
owner: data platform
evidence: {key: [log, column_name], where: filled < rows}
remediation: |
  Let the collector refuse what lacks a required column, and agree on that with its owner in a contract; meta.coverage
  names the column, the source and the day. Unknown unless events, orders, decisions, deliveries, approvals,
  identity_observations, assignments and exposures are all logged, since a log that is left out hides its gaps.
unlocks: [null_rate, schema_violation_rate]
needs: [events, orders, decisions, deliveries, approvals, identity_observations, assignments, exposures]
sources: [R32]
--- */
with columns as (
  select log, "column" as column_name, sum(filled) as filled, sum(rows) as rows
  from meta.coverage
  where need = 'required'
    and coalesce(ingest_dt >= cast($from as date) and ingest_dt < cast($to as date), true)
  group by log, "column"
  having sum(rows) > 0
)
select
  min(filled / cast(rows as double)) as value,
  coalesce(sum(rows), 0) as n
from columns
