/* ---
title: What systems say of the person behind an identifier
description: |
  How often a system named a person for an identifier that the identity map held for somebody at the same instant, and how
  often both named the same. A system is the source of a fact: the decision engine by person_id_used, held against the
  state of the map that it says it read (identity_as_of), else that of the request; a collector of events by
  person_id_at_ingest, at the time of the event. Where either names nobody there is no claim. Bots, testers and other
  environments are out.
grain: one row per system, type of identifier and hour
key: [system, id_type, hour]
--- */
with engines as (
  select
    source,
    request_time as named_at,
    coalesce(identity_as_of, request_time) as known_at,
    person_id_used as person_id,
    unnest(subject_ids) as subject
  from logs.decisions
  where person_id_used is not null
    and coalesce(environment, 'prod') = 'prod'
    and not coalesce(is_test, false)
    and not coalesce(is_bot, false)
),
collectors as (
  select
    source,
    event_time as named_at,
    event_time as known_at,
    person_id_at_ingest as person_id,
    user_id,
    anonymous_id,
    device_id
  from logs.events
  where person_id_at_ingest is not null
    and coalesce(environment, 'prod') = 'prod'
    and not coalesce(is_test, false)
    and not coalesce(is_bot, false)
),
claims as (
  select source, named_at, known_at, person_id, cast(subject['id_type'] as varchar) as id_type, subject['id_hash'] as id_hash
  from engines
  union all
  select source, named_at, known_at, person_id, 'user_id', user_id from collectors where user_id is not null
  union all
  select source, named_at, known_at, person_id, 'anonymous_id', anonymous_id from collectors where anonymous_id is not null
  union all
  select source, named_at, known_at, person_id, 'device_id', device_id from collectors where device_id is not null
)
select
  cast(c.source as varchar) as system,
  c.id_type,
  date_trunc('hour', c.named_at) as hour,
  count(*) as claims,
  count(*) filter (where c.person_id = v.person_id) as agreeing
from claims c
join model.identity_versions v
  on v.id_type = c.id_type
  and v.id_hash = c.id_hash
  and v.known_from <= c.known_at
  and (v.known_to is null or v.known_to > c.known_at)
group by 1, 2, 3
