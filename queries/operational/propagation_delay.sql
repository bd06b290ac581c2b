/* ---
title: Propagation delay
question: How long does it take until the next system knows?
description: |
  Seconds from a record in one system until the record it leads to in the next, matched by key: from the customer's
  signal to the request for a decision, from a decision to the first status of its message, from the first sight of an
  identifier the map did not know to its place there. q99_s is the slowest 1 %, by nearest rank; matched_share is how many
  records of the first system the next one ever answered. A record that names a time before its cause is left out of
  the quantiles; before_cause counts it.
owner: data platform
unit: s
direction: down_is_good
time: produced_at
dimensions: [edge]
measures: [q99_s, q50_s, matched_share, before_cause]
additive: [before_cause, n]
chart: bar
sources: [R34]
needs: [decisions]
--- */
with signals as (
  select 'events > decisions' as edge, d.trigger_time as produced_at, d.request_time as consumed_at
  from logs.decisions d
  where d.trigger_time is not null
),
first_statuses as (
  select decision_id, min(event_time) as first_status_at
  from logs.deliveries
  where decision_id is not null
  group by decision_id
),
sendable as (
  -- Only use cases that send messages owe any.
  select distinct d.use_case_id
  from logs.decisions d
  join first_statuses f on f.decision_id = d.event_id
),
messages as (
  select 'decisions > deliveries' as edge, d.decision_time as produced_at, f.first_status_at as consumed_at
  from logs.decisions d
  join sendable s on s.use_case_id = d.use_case_id
  left join first_statuses f on f.decision_id = d.event_id
  where d.decision_time is not null
    and not coalesce(d.is_fallback, true)
    and not coalesce(d.holdout, false)
),
sightings as (
  select observed['id_type'] as id_type, observed['id_hash'] as id_hash, min(event_time) as seen_at
  from (select event_time, unnest(ids) as observed from logs.identity_observations) o
  group by 1, 2
),
known as (
  select cast(id_type as varchar) as id_type, id_hash, min(recorded_time) as recorded_at
  from logs.identity_map
  group by 1, 2
),
identifiers as (
  select 'identity_observations > identity_map' as edge, s.seen_at as produced_at, k.recorded_at as consumed_at
  from sightings s
  left join known k on k.id_type = s.id_type and k.id_hash = s.id_hash
  cross join (select count(*) as maps from logs.identity_map) m
  where m.maps > 0
    -- What the map knew before it was seen did not have to travel.
    and coalesce(k.recorded_at >= s.seen_at, true)
),
edges as (
  select *
  from signals
  union all
  select * from messages
  union all
  select * from identifiers
),
delays as (
  -- Timestamps are whole microseconds.
  select edge, produced_at, (cast(consumed_at as bigint) - cast(produced_at as bigint)) / 1e6 as delay_s
  from edges
)
select
  quantile_with_misses(0.99, delay_s) filter (where delay_s >= 0) as q99_s,
  quantile_with_misses(0.5, delay_s) filter (where delay_s >= 0) as q50_s,
  avg(cast(delay_s is not null as double)) as matched_share,
  count(*) filter (where delay_s < 0) as before_cause,
  count(*) as n
from delays
where produced_at >= $from
  and produced_at < $to
