/* ---
title: Product page visits per user
question: How many product pages does a visitor open in a week?
description: |
  Product pages opened in the 7 days from the start, over all people who started in the period; the start is the first
  visit of the period or, with cohort set to an experiment, the first exposure to it. A page opened again within 30
  seconds is one visit. The mean is over people, not visits: treatment changes how many visits there are. Someone is a
  returning visitor by what they did before the start alone. A person counts once a period. Only people whose days are
  over count; so_far includes the others and is lower. pdp_reach is the share with at least one product page.
owner: merchandising
unit: none
direction: up_is_good
time: started_at
dimensions: [market, channel, visitor, arm]
measures: [pdp_visits_per_user, pdp_reach]
matures: started_at + $window
interval: mean over people, 95 %
parameters:
  cohort: {type: text, default: everyone, doc: "everyone, or the id of an experiment whose units to follow."}
  window: {type: duration, default: 7d, doc: How long after the start a page still counts.}
  debounce: {type: duration, default: 30s, doc: How soon opening the same page again is no further visit.}
sources: [S18]
needs: [events]
--- */
with starts as (
  select person_id, started_at, market, channel, visitor, arm
  from model.starts
  where cohort = $cohort
    and started_at >= $from
    and started_at < $to
    and coalesce(previous_at < greatest($from, time_bucket($grain, started_at, $time_zone)), true)
),
views as (
  select s.person_id, s.started_at, count(*) as visits
  from starts s
  join model.actions a
    on a.person_id = s.person_id
    and a.type = 'product_viewed'
    and a.acted_at >= s.started_at
    and date_part('epoch', a.acted_at - s.started_at) < $window
    and coalesce(a.since_same_s > $debounce, true)
  group by s.person_id, s.started_at
),
outcomes as (
  select
    s.*,
    cast(coalesce(v.visits, 0) as double) as visits
  from starts s
  left join views v on v.person_id = s.person_id and v.started_at = s.started_at
)
select
  avg(visits) as pdp_visits_per_user,
  avg(cast(visits > 0 as double)) as pdp_reach,
  count(*) as n,
  mean_lo(visits) as lo,
  mean_hi(visits) as hi
from outcomes
