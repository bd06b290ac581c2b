/* ---
title: Duplicate rows
question: How many of the rows that arrive are copies of facts we already have?
description: |
  Rows whose source and event id were seen before, over all rows read, from the service's own account of its files. The
  copies are counted on the day they arrived and are in no other metric.
owner: data platform
unit: ratio
direction: down_is_good
time: arrived_at
dimensions: [log]
measures: [duplicate_rate, duplicates]
additive: [duplicates, n]
target: 0.001
thresholds: {good: 0.001, poor: 0.01}
interval: Wilson 95 %
sources: [R32]
judged_with: [events, orders, decisions, deliveries, approvals, identity_observations, assignments, exposures]
--- */
with files as (
  select log, rows_in, rows_duplicate, arrow_cast(ingest_dt, 'Timestamp(Microsecond, Some("UTC"))') as arrived_at
  from meta.files
  where ingest_dt is not null
)
select
  sum(rows_duplicate) / cast(sum(rows_in) as double) as duplicate_rate,
  sum(rows_duplicate) as duplicates,
  sum(rows_in) as n,
  proportion_lo(sum(rows_duplicate), sum(rows_in)) as lo,
  proportion_hi(sum(rows_duplicate), sum(rows_in)) as hi
from files
where arrived_at >= $from
  and arrived_at < $to
