/* ---
title: Sightings of identifiers
description: |
  Every identifier of every sighting, with the person that the identity map held it for at that moment: nothing learned
  later counts. is_resolved says whether any identifier of the sighting was known. touchpoint is one of web, mobile, email
  and in_app, or null for other channels. Words that stand for nobody, such as null or anonymous, are no identifiers.
  Bots, testers and other environments are out.
grain: one row per sighting and identifier
key: [source, event_id, id]
--- */
with observed as (
  select source, event_id, event_time, channel, context, unnest(ids) as identifier
  from logs.identity_observations
  where coalesce(environment, 'prod') = 'prod'
    and coalesce(is_test, false) = false
    and coalesce(is_bot, false) = false
),
identifiers as (
  select distinct
    cast(source as varchar) as source,
    event_id,
    event_time,
    cast(channel as varchar) as channel,
    cast(context as varchar) as context,
    cast(identifier['id_type'] as varchar) as id_type,
    identifier['id_hash'] as id_hash
  from observed
)
select
  i.source,
  i.event_id,
  i.event_time,
  i.channel,
  case
    when i.channel in ('web', 'email', 'in_app') then i.channel
    when i.channel in ('mobile_web', 'ios', 'android') then 'mobile'
  end as touchpoint,
  i.context,
  i.id_type,
  i.id_hash,
  i.id_type || ':' || i.id_hash as id,
  v.person_id as person_then,
  bool_or(v.person_id is not null) over (partition by i.source, i.event_id) as is_resolved
from identifiers i
left join model.identity_versions v
  on v.id_type = i.id_type
  and v.id_hash = i.id_hash
  and v.known_from <= i.event_time
  and (v.known_to is null or v.known_to > i.event_time)
where not exists (
  select 1
  from model.identity_component_ids n
  where n.id_type = i.id_type
    and n.id_hash = i.id_hash
    and n.left_out = 'guard'
)
