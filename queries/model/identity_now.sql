/* ---
title: Identity as known now
description: |
  The person behind each anonymous identifier by everything learned so far. It is right for outcomes, which belong to
  whoever acted. It is wrong for judging a decision, which knew only what was recorded by then: that question
  goes to logs.identity_map with its recorded and retracted times. A person is named by the user id they sign in with.
  Where the graph has glued several user ids together, it is not believed: the person keeps the graph's name, and the
  users stay apart.
grain: one row per identifier that is not a user id
key: [id_type, id_hash]
--- */
with current as (
  select distinct on (id_type, id_hash)
    cast(id_type as varchar) as id_type,
    id_hash,
    person_id
  from logs.identity_map
  where retracted_time is null
    and valid_to is null
  order by id_type, id_hash, recorded_time desc
),
users as (
  select person_id, min(id_hash) as user_id
  from current
  where id_type = 'user_id'
  group by person_id
  having count(*) = 1
)
select
  c.id_type,
  c.id_hash,
  coalesce(u.user_id, c.person_id) as person_id
from current c
left join users u on u.person_id = c.person_id
where c.id_type <> 'user_id'
