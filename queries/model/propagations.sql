/* ---
title: Records on their way to the next system
description: |
  Every record of one system that the next one should answer, with when it did, matched by key: the customer's signal
  and the request for a decision, a decision and the first status of its message, the first sight of an identifier and
  its place in the identity map. consumed_at is null where there is no answer. Of decisions only those of use cases that
  send messages are here, and neither fallbacks nor holdouts; of identifiers only those that the map did not know
  before.
grain: one row per edge and produced record
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
)
select edge, produced_at, consumed_at
from signals
union all
select edge, produced_at, consumed_at
from messages
union all
select edge, produced_at, consumed_at
from identifiers
