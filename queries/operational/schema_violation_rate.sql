/* ---
title: Contract violations
question: How many records break the data contract?
description: |
  Values that break a rule of the contract (a word that is not in its list, a negative amount, a number out of range, a
  required value that is missing), and rows that could not be kept at all, over rows read, on the day of arrival. A row
  with two faults counts twice. By violation, the rate is over the rows of the logs and sources that show such a fault at
  any time. The rows themselves, cut short and masked, are in meta.quarantine; those that break a rule are kept.
owner: data platform
unit: ratio
direction: down_is_good
time: arrived_at
dimensions: [log, source, violation]
measures: [violation_rate, violations, quarantined]
additive: [violations, quarantined]
target: 0
thresholds: {good: 0.001, poor: 0.01}
interval: Wilson 95 %
chart: bar
sources: [R32]
--- */
with feeds as (
  -- Every column of a feed has the same rows.
  select log, source, ingest_dt, max(rows) as rows
  from meta.coverage
  where ingest_dt is not null
  group by log, source, ingest_dt
),
faults as (
  select log, source, ingest_dt, "column" || ': ' || replace(rule, '_', ' ') as violation, sum(rows) as faulty
  from meta.violations
  where ingest_dt is not null
  group by 1, 2, 3, 4
),
kinds as (
  select distinct log, source, violation
  from faults
),
turned_away as (
  select log, ingest_dt, sum(rows_quarantined) as rows
  from meta.files
  where ingest_dt is not null
  group by log, ingest_dt
  having sum(rows_quarantined) > 0
),
counted as (
  select log, source, ingest_dt, cast(null as varchar) as violation, rows, 0 as rows_of_kind, 0 as faulty, 0 as away
  from feeds
  union all
  -- A slice by violation has no rows but these; in all other slices they add only faults.
  select k.log, k.source, f.ingest_dt, k.violation, 0, f.rows, coalesce(v.faulty, 0), 0
  from kinds k
  join feeds f on f.log = k.log and f.source = k.source
  left join faults v on v.log = k.log and v.source = k.source and v.violation = k.violation and v.ingest_dt = f.ingest_dt
  union all
  select log, cast(null as varchar), ingest_dt, 'row: quarantined', rows, 0, rows, rows
  from turned_away
),
arrivals as (
  select *, arrow_cast(ingest_dt, 'Timestamp(Microsecond, Some("UTC"))') as arrived_at
  from counted
)
select
  sum(faulty) / cast(coalesce(nullif(sum(rows), 0), nullif(sum(rows_of_kind), 0)) as double) as violation_rate,
  sum(faulty) as violations,
  sum(away) as quarantined,
  coalesce(nullif(sum(rows), 0), sum(rows_of_kind)) as n,
  proportion_lo(
    least(sum(faulty), coalesce(nullif(sum(rows), 0), sum(rows_of_kind))),
    coalesce(nullif(sum(rows), 0), sum(rows_of_kind))
  ) as lo,
  proportion_hi(
    least(sum(faulty), coalesce(nullif(sum(rows), 0), sum(rows_of_kind))),
    coalesce(nullif(sum(rows), 0), sum(rows_of_kind))
  ) as hi
from arrivals
where arrived_at >= $from
  and arrived_at < $to
