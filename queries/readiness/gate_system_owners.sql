/* ---
id: L1
dimension: L
title: Every source has an owner
description: |
  Sources that sent rows in the range and that the registry of systems names an owner for, over all that sent some. Which
  sources there are comes from the rows, so that leaving one out of the registry makes nothing better.
severity: medium
pass: 1
fail: 0.8
house_default: true
level: 1
owner: data platform
effort: small
remediation: |
  Name a team for each source. Unknown without the registry of systems: log system_id (equal to source) and owner_id.
needs: [systems.owner_id]
sources: [R34]
--- */
with sources as (
  select distinct source
  from meta.freshness
  where source <> ''
    and max_ingest_time >= $from
)
select
  avg(cast(coalesce(s.owner_id is not null, false) as double)) as value,
  count(*) as n
from sources f
left join logs.systems s on s.system_id = f.source
