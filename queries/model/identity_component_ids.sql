/* ---
title: Identifiers and whether they connect
description: |
  Every identifier of model.identity_component_links with how many others it was ever linked to or seen with. left_out
  says why it must not connect people: `guard` for words that stand for nobody, such as null, anonymous or zeros, and
  `shared` for what has more others than one person has, such as a kiosk, a shop's tablet or the hash of an empty e-mail
  address: more than 20 (house default), or 200 for a user id, because people go through many browsers. shared_from is
  when that became known, so that nothing is left out with hindsight; a link taken back still counts as another.
grain: one row per identifier
key: [id_type, id_hash]
sources: [Segment identity resolution settings]
--- */
with sides as (
  select left_id as id, right_id as other, known_from
  from model.identity_component_links
  union all
  select right_id, left_id, known_from
  from model.identity_component_links
),
others as (
  select id, other, min(known_from) as known_from
  from sides
  group by id, other
),
ids as (
  select
    id,
    substr(id, 1, strpos(id, ':') - 1) as id_type,
    substr(id, strpos(id, ':') + 1) as id_hash,
    min(known_from) as first_known,
    count(*) filter (where other <> id) as others
  from others
  group by id
),
limits as (
  select *, case when id_type = 'user_id' then 200 else 20 end as others_max
  from ids
),
ranked as (
  select l.id, l.others_max, o.known_from, row_number() over (partition by l.id order by o.known_from) as place
  from others o
  join limits l on l.id = o.id
  where l.others > l.others_max
    and o.other <> o.id
),
shared as (
  select id, min(known_from) as shared_from
  from ranked
  where place > others_max
  group by id
)
select
  i.id,
  i.id_type,
  i.id_hash,
  i.first_known,
  i.others,
  s.shared_from,
  case
    when names_nobody(i.id_hash) then 'guard'
    when s.shared_from is not null then 'shared'
  end as left_out
from ids i
left join shared s on s.id = i.id
