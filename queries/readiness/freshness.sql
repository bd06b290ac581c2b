/* ---
id: S1
dimension: S
title: Every source is as fresh as it promised
description: |
  Share of the registered systems whose newest row landed within expected_freshness_error_s. One critical system that is
  late makes it 0.
severity: critical
pass: 1
fail: 0.9
level: 1
owner: data platform
effort: small
remediation: |
  Restart the feed that stopped. Unknown without the registry of systems, with expected_freshness_error_s for each.
unlocks: [freshness]
needs: [systems.expected_freshness_error_s]
sources: [R34]
--- */
with newest as (
  select source, max(max_ingest_time) as ingested_at
  from meta.freshness
  group by source
),
promises as (
  select
    coalesce(date_part('epoch', $as_of - n.ingested_at) <= s.expected_freshness_error_s, false) as is_fresh,
    s.criticality = 'critical' as is_critical
  from logs.systems s
  left join newest n on n.source = s.system_id
  where s.expected_freshness_error_s is not null
)
select
  case
    when coalesce(bool_or(is_critical and not is_fresh), false) then 0.0
    else avg(cast(is_fresh as double))
  end as value,
  count(*) as n
from promises
