/* ---
title: Integrations
description: |
  How well each system hears of what another one knows: one row for each edge between two logs and each system that
  feeds the receiving one. records, matched_share, p50_s and p99_s are those of propagation_delay, over everything
  logged: how many records of the first log the second ever answered, and after how many seconds. age_h is the age of
  the newest row that the receiving system sent, behind_h how much older it is than the newest of the first log. state
  holds age_h against the system's own promise in the registry of systems: fresh, late (beyond warn), fault (beyond
  error, or nothing ever arrived), no_promise. missing names what would have to be logged where the way cannot be
  followed: without changes of segment membership nobody can tell how long it takes until a message honours them.
grain: one row per edge and receiving system
key: [edge, system_id]
sources: [R34]
--- */
with edges as (
  select column1 as edge, column2 as producer_log, column3 as consumer_log, column4 as key
  from (
    values
      ('events > decisions', 'events', 'decisions', 'trigger_event_id and trigger_time of decisions'),
      ('decisions > deliveries', 'decisions', 'deliveries', 'decision_id of deliveries'),
      ('identity_observations > identity_map', 'identity_observations', 'identity_map', 'the identity map'),
      ('segments > deliveries', 'segments', 'deliveries', 'changes of segment membership')
  ) edges
),
delays as (
  -- Timestamps are whole microseconds.
  select edge, (cast(consumed_at as bigint) - cast(produced_at as bigint)) / 1e6 as delay_s
  from model.propagations
  where produced_at < $as_of
),
travels as (
  select
    edge,
    count(*) as records,
    avg(cast(delay_s is not null as double)) as matched_share,
    quantile_with_misses(0.5, delay_s) filter (where delay_s >= 0) as p50_s,
    quantile_with_misses(0.99, delay_s) filter (where delay_s >= 0) as p99_s
  from delays
  group by edge
),
promises as (
  select
    system_id,
    owner_id,
    criticality,
    unnest(feeds) as log,
    expected_freshness_warn_s as warn_s,
    expected_freshness_error_s as error_s
  from logs.systems
),
arrivals as (
  select log, source, max_ingest_time as newest_at
  from meta.freshness
  where max_ingest_time is not null
  union all
  -- Entries of the map do not say who wrote them nor when they landed.
  select p.log, p.system_id, m.newest_at
  from promises p
  cross join (select max(recorded_time) as newest_at from logs.identity_map) m
  where p.log = 'identity_map'
),
newest as (
  select log, max(newest_at) as newest_at
  from arrivals
  group by log
),
receivers as (
  select
    coalesce(p.log, a.log) as log,
    coalesce(p.system_id, a.source) as system_id,
    p.owner_id,
    p.criticality,
    p.warn_s,
    p.error_s,
    a.newest_at
  from promises p
  full outer join arrivals a on a.log = p.log and a.source = p.system_id
),
judged as (
  select
    e.edge,
    e.producer_log,
    e.consumer_log,
    r.system_id,
    r.owner_id,
    cast(r.criticality as varchar) as criticality,
    t.records,
    t.matched_share,
    t.p50_s,
    t.p99_s,
    date_part('epoch', $as_of - r.newest_at) as age_s,
    date_part('epoch', n.newest_at - r.newest_at) as behind_s,
    r.warn_s,
    r.error_s,
    case when t.records is null then e.key end as missing
  from edges e
  left join receivers r on r.log = e.consumer_log
  left join travels t on t.edge = e.edge
  left join newest n on n.log = e.producer_log
)
select
  edge,
  producer_log,
  consumer_log,
  system_id,
  owner_id,
  criticality,
  records,
  matched_share,
  p50_s,
  p99_s,
  age_s / 3600 as age_h,
  case when behind_s is not null then greatest(behind_s, 0.0) / 3600 end as behind_h,
  warn_s / 3600.0 as warn_h,
  error_s / 3600.0 as error_h,
  case
    when coalesce(warn_s, error_s) is null then 'no_promise'
    when coalesce(age_s > error_s, age_s is null) then 'fault'
    when age_s > warn_s then 'late'
    else 'fresh'
  end as state,
  missing
from judged
order by edge, array_position(['fault', 'late', 'no_promise', 'fresh'], state), system_id
