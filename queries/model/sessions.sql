/* ---
title: Visits
description: |
  Every visit of a person: actions with no pause of more than 30 minutes between them, on whichever channels. It is told
  from the actions alone, because sources cut their own session ids at midnight, at a new campaign or not at all.
  channel and tz are those of its first action that has one, market that of the person.
grain: one row per person and visit
key: [person_id, session_no]
--- */
with moments as (
  -- The first and the last action of each half hour are enough: what lies between them cannot be a pause.
  select person_id, channel, tz, first_time as acted_at, actions
  from model.active_half_hours
  union all
  select person_id, channel, tz, last_time, 0
  from model.active_half_hours
),
numbered as (
  select *, sessionize(acted_at, 1800) over (partition by person_id) as session_no
  from moments
),
visits as (
  select
    person_id,
    session_no,
    min(acted_at) as started_at,
    max(acted_at) as ended_at,
    first_value(channel order by acted_at, channel) as channel,
    first_value(tz order by acted_at, channel) filter (where tz is not null) as tz,
    sum(actions) as actions
  from numbered
  group by person_id, session_no
)
select v.*, p.market
from visits v
left join model.people p on p.person_id = v.person_id
