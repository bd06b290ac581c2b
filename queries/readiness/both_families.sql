/* ---
id: M8
dimension: M
title: Customers and machinery are both measured this week
description: |
  Of the two families of metrics, the customers' and the machinery's, the share whose logs all got rows within the last 7
  days: events and orders for the first, decisions, deliveries, approvals and identity_observations for the second. Figures
  are computed when they are read, so what can go stale are the logs behind them, not a schedule. Who looked at a
  page proves nothing: it would be forgotten with the next start, and made good by looking.
severity: high
pass: 1
fail: 0.5
house_default: true
owner: experimentation
effort: small
remediation: |
  Restart the feed that stopped; metrics.freshness says which. Unknown without one of the six logs: `gaugeglass schema` lists
  the columns that each of them needs.
unlocks: [conversion_rate, revenue_per_user, decision_latency, approval_turnaround]
needs: [events, orders, decisions, deliveries, approvals, identity_observations]
sources: [C63]
evidence: {key: [family], where: not is_fresh}
--- */
with wanted as (
  select column1 as family, column2 as log
  from (
    values
      ('customer', 'events'), ('customer', 'orders'),
      ('operational', 'decisions'), ('operational', 'deliveries'),
      ('operational', 'approvals'), ('operational', 'identity_observations')
  ) names
),
arrived as (
  select log, max(max_ingest_time) as ingested_at
  from meta.freshness
  group by log
),
families as (
  select
    w.family,
    -- Timestamps are whole microseconds.
    bool_and(coalesce(cast($as_of as bigint) - cast(a.ingested_at as bigint) <= 7 * 86400000000, false)) as is_fresh
  from wanted w
  left join arrived a on a.log = w.log
  group by w.family
)
select
  avg(cast(is_fresh as double)) as value,
  count(*) as n
from families
