/* ---
title: Persons of the identity map
description: |
  Every person that the identity map holds now, with the number of identifiers and of user ids among them.
  in_two_countries says whether the person was active in two countries within the same half hour, by any user id of
  theirs, which one human cannot be; it is null where no activity of the person names a country. is_conflict is 1 for two
  user ids or two countries, else 0, and null where the person has neither user id nor country to contradict.
grain: one row per person
key: [person_id]
--- */
with identifiers as (
  select person_id, id_type, id_hash
  from model.identity_versions
  where known_to is null
),
presences as (
  -- Activity is kept apart by user id even where the map glues users together.
  select coalesce(i.person_id, h.person_id) as person_id, h.half_hour, count(distinct h.country) as countries
  from model.active_half_hours h
  left join identifiers i on i.id_type = 'user_id' and i.id_hash = h.person_id
  where h.country is not null
  group by 1, 2
),
travels as (
  select person_id, max(countries) > 1 as in_two_countries
  from presences
  group by person_id
),
sizes as (
  select
    person_id,
    count(*) as ids,
    count(*) filter (where id_type = 'user_id') as user_ids
  from identifiers
  group by person_id
)
select
  s.*,
  t.in_two_countries,
  case
    when s.user_ids > 1 or t.in_two_countries then 1
    when s.user_ids > 0 or t.in_two_countries is not null then 0
  end as is_conflict
from sizes s
left join travels t on t.person_id = s.person_id
