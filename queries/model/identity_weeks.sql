/* ---
title: What became of identifiers within a week
description: |
  For every week from Monday 00:00 UTC, how many identifiers the identity map knew when it began, and what became of them
  seven days later. Persons are compared by who is in them and not by name: a person of the beginning is the one at the end
  that holds most of their identifiers, and the other way round; a tie goes to the same name. Identifiers that then belong
  to somebody else are changed, those that belong to nobody are changed and forgotten. splits counts persons whose
  identifiers went to several, merges those who got identifiers of several. Newcomers are not judged. midweek is in the
  week by any clock.
grain: one row per week
key: [week]
--- */
with flows as (
  select date_trunc('week', known_from) as week, 1 as step
  from model.identity_versions
  union all
  select date_trunc('week', known_to), -1
  from model.identity_versions
  where known_to is not null
),
calendar as (
  select unnest(generate_series(min(week), max(week), interval '7 days')) as week
  from flows
),
known as (
  select
    c.week,
    -- What is known before the week begins.
    sum(coalesce(f.steps, 0)) over (order by c.week) - coalesce(f.steps, 0) as ids
  from calendar c
  left join (select week, sum(step) as steps from flows group by week) f on f.week = c.week
),
touched as (
  select date_trunc('week', known_from) as week, person_id
  from model.identity_versions
  union
  select date_trunc('week', known_to), person_id
  from model.identity_versions
  where known_to is not null
),
earlier as (
  select t.week, v.id, v.person_id
  from touched t
  join model.identity_versions v
    on v.person_id = t.person_id
    and v.known_from < t.week
    and (v.known_to is null or v.known_to >= t.week)
),
later as (
  select t.week, v.id, v.person_id
  from touched t
  join model.identity_versions v
    on v.person_id = t.person_id
    and v.known_from < t.week + interval '7 days'
    and (v.known_to is null or v.known_to >= t.week + interval '7 days')
),
overlaps as (
  select e.week, e.person_id as old_person, l.person_id as new_person, count(*) as ids
  from earlier e
  left join later l on l.week = e.week and l.id = e.id
  group by 1, 2, 3
),
ranked as (
  select
    *,
    row_number() over (partition by week, old_person order by ids desc, new_person <> old_person, new_person) as place_of_new,
    row_number() over (partition by week, new_person order by ids desc, new_person <> old_person, old_person) as place_of_old,
    row_number() over (partition by week, old_person order by new_person) as part_of_old,
    row_number() over (partition by week, new_person order by old_person) as part_of_new
  from overlaps
  where new_person is not null
),
kept as (
  select
    week,
    sum(ids) filter (where place_of_new = 1 and place_of_old = 1) as ids,
    sum(ids) filter (where place_of_new = 1 and place_of_old = 1 and new_person <> old_person) as renamed,
    count(*) filter (where part_of_old = 2) as splits,
    count(*) filter (where part_of_new = 2) as merges
  from ranked
  group by week
),
met as (
  select week, sum(ids) as ids, sum(ids) filter (where new_person is null) as forgotten
  from overlaps
  group by week
)
select
  w.week,
  w.week + interval '84 hours' as midweek,
  w.ids,
  coalesce(m.ids, 0) - coalesce(k.ids, 0) as changed,
  coalesce(m.forgotten, 0) as forgotten,
  coalesce(k.renamed, 0) as renamed,
  coalesce(k.splits, 0) as splits,
  coalesce(k.merges, 0) as merges
from known w
left join met m on m.week = w.week
left join kept k on k.week = w.week
