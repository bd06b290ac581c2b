/* ---
id: S5
dimension: S
title: Sources have a contract, and keep it
description: |
  Sources with a registered contract whose rows of the range break it in fewer than 1 of 100, over all sources that sent
  rows in the range. Which sources there are comes from the rows, so that leaving one out of the registry makes nothing
  better; every row that is read is a test. A contract that nobody keeps is none. Every source is looked at, so there is
  no interval.
severity: medium
pass: 0.9
fail: 0.5
house_default: true
owner: data platform
remediation: |
  Write down with the owner of each source what its rows hold, and test it before a release: metrics.schema_violation_rate
  names what breaks it. Unknown without the registry of systems, and where rows are not filed by their day of arrival: log
  system_id (equal to source) and contract_ref.
unlocks: [schema_violation_rate, null_rate]
needs: [systems, events]
sources: [R34]
evidence: {key: [source], where: not is_kept}
--- */
with sources as (
  select v.source, s.contract_ref is not null and v.violation_rate < 0.01 as is_kept
  from metric('schema_violation_rate', '-28d', 'now', 'total', 'source') v
  left join logs.systems s on s.system_id = v.source
  where v.n > 0
    -- Registries are filed by nobody.
    and v.source <> ''
)
select
  avg(cast(is_kept as double)) as value,
  count(*) as n
from sources
