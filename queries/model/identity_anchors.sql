/* ---
title: Customers who named themselves
description: |
  Every user id that was seen signing in, with how many persons of the identity map, as known now, its identifiers are
  spread over: the user id itself and every identifier seen beside it. An identifier that the map does not know is a person
  of its own. Identifiers seen beside several user ids are shared and prove nothing, so they are left out, and so are types
  of identifiers that the map never holds, and what was seen at a kiosk.
grain: one row per user id
key: [user_id]
--- */
with signed_in as (
  select s.source, s.event_id, s.event_time, s.id_hash as user_id
  from model.identity_sightings s
  where s.id_type = 'user_id'
    and coalesce(s.context, '') <> 'kiosk'
),
beside as (
  select distinct a.user_id, s.id
  from signed_in a
  join model.identity_sightings s on s.source = a.source and s.event_id = a.event_id
  join (select distinct id_type from model.identity_versions) t on t.id_type = s.id_type
),
own as (
  select id, min(user_id) as user_id
  from beside
  group by id
  having count(*) = 1
),
persons as (
  select o.user_id, count(*) as ids, count(distinct coalesce(v.person_id, o.id)) as persons
  from own o
  left join model.identity_versions v on v.id = o.id and v.known_to is null
  group by o.user_id
)
select p.user_id, p.ids, p.persons, max(a.event_time) as last_seen
from persons p
join signed_in a on a.user_id = p.user_id
group by p.user_id, p.ids, p.persons
