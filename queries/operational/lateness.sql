/* ---
title: Lateness
question: How long after it happened does a record arrive?
description: |
  Hours from the time of the event until it landed in storage: the slowest 1 % (q99_h), the middle and the slowest
  thousandth, by nearest rank. over_24h and over_72h count those later than that; q999_h is how long a figure stays
  provisional. A record dated before 2000, or more than a minute after it landed, has a broken clock and says nothing
  of lateness: clock_defects counts it.
owner: data platform
unit: h
direction: down_is_good
time: ingest_time
dimensions: [log, source]
measures: [q99_h, q50_h, q999_h, over_24h, over_72h]
additive: [over_24h, over_72h, n]
target: 24
thresholds: {good: 1, poor: 24}
sources: [R34]
needs: [events]
judged_with: [orders, decisions, deliveries, approvals, identity_observations, assignments, exposures]
--- */
with facts as (
  select 'events' as log, source, event_time, ingest_time from logs.events
  union all
  select 'orders', source, event_time, ingest_time from logs.orders
  union all
  select 'decisions', source, event_time, ingest_time from logs.decisions
  union all
  select 'deliveries', source, event_time, ingest_time from logs.deliveries
  union all
  select 'approvals', source, event_time, ingest_time from logs.approvals
  union all
  select 'identity_observations', source, event_time, ingest_time from logs.identity_observations
  union all
  select 'assignments', source, event_time, ingest_time from logs.assignments
  union all
  select 'exposures', source, event_time, ingest_time from logs.exposures
),
arrivals as (
  select
    log,
    cast(source as varchar) as source,
    ingest_time,
    -- Timestamps are whole microseconds.
    (cast(ingest_time as bigint) - cast(event_time as bigint)) / 3.6e9 as late_h
  from facts
  where event_time >= arrow_cast('2000-01-01T00:00:00Z', 'Timestamp(Microsecond, Some("UTC"))')
    and event_time <= ingest_time + interval '1 minute'
)
select
  quantile_with_misses(0.99, late_h) as q99_h,
  quantile_with_misses(0.5, late_h) as q50_h,
  quantile_with_misses(0.999, late_h) as q999_h,
  count(*) filter (where late_h > 24) as over_24h,
  count(*) filter (where late_h > 72) as over_72h,
  count(*) as n
from arrivals
where ingest_time >= $from
  and ingest_time < $to
