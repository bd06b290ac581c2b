/* ---
title: Engaged days per user
question: On how many of the following days do visitors come back?
description: |
  Days with at least one action in the 28 days from the start, over all people who started in the period; the start is
  the first visit of the period or, with cohort set to an experiment, the first exposure to it. A day is 24 hours from
  the start, so that no time zone comes in and the first day counts for who acts after it. Any action of a customer
  counts; opening a message does not. A person counts once a period. Only people whose 28 days are over count;
  so_far includes the others and is lower. participation divides by the days that each has had, and so can take all
  in; it is high in young cohorts, because people come most at first.
owner: lifecycle
unit: d
direction: up_is_good
time: started_at
dimensions: [market, channel, visitor, arm]
measures: [engaged_days_per_user, participation]
matures: started_at + $window
censored: [participation]
interval: mean over people, 95 %
parameters:
  cohort: {type: text, default: everyone, doc: "everyone, or the id of an experiment whose units to follow."}
  window: {type: duration, default: 28d, doc: How long people are followed.}
sources: [S16, W50]
needs: [events]
--- */
with starts as (
  select person_id, started_at, market, channel, visitor, arm
  from model.starts
  where cohort = $cohort
    and started_at >= $from
    and started_at < $to
    and started_at < $as_of
    and coalesce(previous_at < greatest($from, time_bucket($grain, started_at, $time_zone)), true)
),
actions as (
  -- A half hour is too short to hold more than two of anyone's days: those of its first and last action.
  select person_id, first_time as acted_at
  from model.active_half_hours
  where first_time >= $from
  union all
  select person_id, last_time
  from model.active_half_hours
  where last_time >= $from
),
days as (
  select
    s.person_id,
    s.started_at,
    count(distinct floor(date_part('epoch', a.acted_at - s.started_at) / 86400)) as days
  from starts s
  join actions a
    on a.person_id = s.person_id
    and a.acted_at >= s.started_at
    and date_part('epoch', a.acted_at - s.started_at) < $window
  group by s.person_id, s.started_at
),
outcomes as (
  select
    s.*,
    cast(coalesce(d.days, 0) as double) as days,
    ceil(least(date_part('epoch', $as_of - s.started_at), $window) / 86400) as eligible_days
  from starts s
  left join days d on d.person_id = s.person_id and d.started_at = s.started_at
)
select
  avg(days) as engaged_days_per_user,
  sum(days) / nullif(sum(eligible_days), 0) as participation,
  count(*) as n,
  mean_lo(days) as lo,
  mean_hi(days) as hi
from outcomes
