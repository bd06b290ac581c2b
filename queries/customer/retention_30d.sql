/* ---
title: Retention after 30 days
question: What share of newcomers is still active a month later?
description: |
  People active in [start + 30 days, + 37 days), over all people who started in the period; the start is when a person
  was first seen or, with cohort set to an experiment, first exposed to it. Only people whose 37 days are over count.
  Three other readings stand beside it: so_far includes people who have not had their 37 days yet and is lower;
  on_or_after counts any activity from day 30 on, which gives older cohorts more time; repeat_purchase asks for an order
  in the same seven days. Any action of a customer is activity; opening a message is not.
owner: lifecycle
unit: ratio
direction: up_is_good
time: started_at
dimensions: [market, first_channel]
measures: [retention, on_or_after, repeat_purchase]
matures: started_at + $start + $length
interval: Wilson 95 %
parameters:
  cohort: {type: text, default: everyone, doc: "everyone, or the id of an experiment whose units to follow."}
  start: {type: duration, default: 30d, doc: How long after the first visit the window opens.}
  length: {type: duration, default: 7d, doc: How long the window stays open.}
sources: [S22, W51]
needs: [events]
--- */
with starts as (
  select person_id, first_seen as started_at
  from model.people
  where $cohort = 'everyone'
  union all
  select person_id, exposed_at
  from model.experiment_units
  where experiment_id = $cohort
    and not is_in_several
),
cohort as (
  select s.person_id, s.started_at, p.market, p.first_channel
  from starts s
  left join model.people p on p.person_id = s.person_id
  where s.started_at >= $from
    and s.started_at < $to
),
returned as (
  select
    c.person_id,
    bool_or(date_part('epoch', a.first_time - c.started_at) < $start + $length) as is_bounded
  from cohort c
  join model.active_hours a
    on a.person_id = c.person_id
    and date_part('epoch', a.last_time - c.started_at) >= $start
  group by c.person_id
),
bought as (
  select distinct c.person_id
  from cohort c
  join model.orders o
    on o.person_id = c.person_id
    and date_part('epoch', o.placed_time - c.started_at) >= $start
    and date_part('epoch', o.placed_time - c.started_at) < $start + $length
),
outcomes as (
  select
    c.started_at,
    c.market,
    c.first_channel,
    coalesce(r.is_bounded, false) as is_retained,
    r.person_id is not null as is_back,
    b.person_id is not null as is_buyer
  from cohort c
  left join returned r on r.person_id = c.person_id
  left join bought b on b.person_id = c.person_id
)
select
  avg(cast(is_retained as double)) as retention,
  avg(cast(is_back as double)) as on_or_after,
  avg(cast(is_buyer as double)) as repeat_purchase,
  count(*) as n,
  proportion_lo(count(*) filter (where is_retained), count(*)) as lo,
  proportion_hi(count(*) filter (where is_retained), count(*)) as hi
from outcomes
