/* ---
title: Arrivals by hour
description: |
  How many facts of each log landed in storage from each producing system, hour by hour, from its first row to the last
  of any. An hour in which nothing landed has 0.
grain: one row per log, source and UTC hour
key: [log, source, hour]
--- */
with facts as (
  select 'events' as log, source, ingest_time from logs.events
  union all
  select 'orders', source, ingest_time from logs.orders
  union all
  select 'decisions', source, ingest_time from logs.decisions
  union all
  select 'deliveries', source, ingest_time from logs.deliveries
  union all
  select 'approvals', source, ingest_time from logs.approvals
  union all
  select 'identity_observations', source, ingest_time from logs.identity_observations
  union all
  select 'assignments', source, ingest_time from logs.assignments
  union all
  select 'exposures', source, ingest_time from logs.exposures
),
counted as (
  select log, cast(source as varchar) as source, date_trunc('hour', ingest_time) as hour, count(*) as rows
  from facts
  group by 1, 2, 3
),
spans as (
  select log, source, min(hour) as first_hour
  from counted
  group by log, source
),
hours as (
  select
    s.log,
    s.source,
    unnest(generate_series(s.first_hour, l.last_hour, interval '1 hour')) as hour
  from spans s
  cross join (select max(hour) as last_hour from counted) l
)
select h.log, h.source, h.hour, coalesce(c.rows, 0) as rows
from hours h
left join counted c on c.log = h.log and c.source = h.source and c.hour = h.hour
