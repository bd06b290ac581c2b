/* ---
id: U7
dimension: U
title: Every critical field has one authority
description: |
  Share of the critical fields for which the registry of systems names one authority: currency, revenue, user and time
  of an order as far as two systems told them in the range, and the person behind an identifier. The authority for a field
  is the system that feeds its log (orders, identity_map); where several feed it, the one whose criticality is critical.
  None, or two, is no authority.
severity: high
pass: 1
fail: 0.8
house_default: true
owner: data platform
effort: small
remediation: |
  Enter every system that feeds orders or identity_map in the registry, with feeds, and mark as critical the one that is
  believed. Unknown without the registry of systems: log system_id, feeds and criticality.
unlocks: [field_disagreement, order_reconciliation]
needs: [systems.feeds, orders.order_id, events.order_id, identity_map.person_id]
sources: [C52, R34]
--- */
with fields as (
  select distinct field, 'orders' as log
  from model.field_comparisons
  where is_critical
    and is_compared
    and placed_time >= $from
    and placed_time < $to
  union all
  select distinct 'person_id', 'identity_map'
  from model.identity_versions
),
feeders as (
  select unnest(feeds) as log, criticality
  from logs.systems
),
authorities as (
  select log, count(*) = 1 or count(*) filter (where criticality = 'critical') = 1 as is_one
  from feeders
  group by log
)
select
  avg(cast(coalesce(a.is_one, false) as double)) as value,
  count(*) as n
from fields f
left join authorities a on a.log = f.log
