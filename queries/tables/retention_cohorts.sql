/* ---
title: Retention of monthly cohorts
description: |
  People by the month in which they were first active, and how many of them were active again in each month after, in the
  business time zone; activity is any action of a customer, or an order. is_final says that the month is over; the figure
  of one that is not can still rise, and counts a shorter month. retention is a share of the whole cohort (recurring: who
  stays away one month and comes back in the next counts in the next), lo and hi its Wilson interval.
grain: one row per cohort and month since
key: [cohort, months_later]
sources: [W51]
--- */
with activity as (
  select distinct person_id, time_bucket('month', at, $time_zone) as month
  from (
    select person_id, unnest([first_time, last_time]) as at from model.active_hours
    union all
    select person_id, placed_time from model.orders where person_id is not null
  ) moments
  where at < $as_of
),
people as (
  select person_id, min(month) as cohort
  from activity
  group by person_id
),
cohorts as (
  select cohort, count(*) as people
  from people
  group by cohort
),
returns as (
  select p.cohort, a.month, count(*) as active
  from people p
  join activity a on a.person_id = p.person_id
  group by p.cohort, a.month
),
cells as (
  -- A month in which nobody came back is a zero, not a gap.
  select
    c.cohort,
    m.month,
    c.people,
    -- The middle of the month is in it by any clock.
    m.month + interval '14 days' as inside,
    c.cohort + interval '14 days' as inside_cohort
  from cohorts c
  join (select distinct month from activity) m on m.month >= c.cohort
)
select
  c.cohort,
  cast(
    12 * (date_part('year', c.inside) - date_part('year', c.inside_cohort))
      + date_part('month', c.inside) - date_part('month', c.inside_cohort) as bigint
  ) as months_later,
  c.month,
  c.people,
  coalesce(r.active, 0) as active,
  coalesce(r.active, 0) / cast(c.people as double) as retention,
  proportion_lo(coalesce(r.active, 0), c.people) as lo,
  proportion_hi(coalesce(r.active, 0), c.people) as hi,
  time_bucket('month', c.month + interval '35 days', $time_zone) <= $as_of as is_final
from cells c
left join returns r on r.cohort = c.cohort and r.month = c.month
order by c.cohort, c.month
