/* ---
title: Conversion rate
question: What share of visitors order within a week of their visit?
description: |
  People with at least one order in [first visit of the period, + 7 days), over all people who visited in the period.
  A person counts once a period, so that a busy visitor weighs no more than others; days therefore do not add up to
  weeks. Only people whose seven days are over count; so_far includes the others and is lower, because some of
  them have yet to order. Cancelled orders, testers and bots are out.
owner: commerce
unit: ratio
direction: up_is_good
time: period
dimensions: [market, channel]
measures: [conversion_rate]
matures: visited_at + $window
interval: Wilson 95 %
parameters:
  window: {type: duration, default: 7d, doc: How long after the visit an order still counts.}
sources: [S16, W50]
needs: [events]
--- */
with visits as (
  select
    person_id,
    -- The grain is part of the unit: one row per person and period, whatever the period is.
    time_bucket($grain, first_time, $time_zone) as period,
    min(first_time) as visited_at,
    first_value(channel order by first_time) as channel
  from model.active_hours
  where first_time >= $from
    and first_time < $to
  group by 1, 2
),
converted as (
  select distinct v.person_id, v.visited_at
  from visits v
  join model.orders o
    on o.person_id = v.person_id
    and o.placed_time >= v.visited_at
    and date_part('epoch', o.placed_time - v.visited_at) < $window
),
outcomes as (
  select
    v.period,
    v.visited_at,
    v.channel,
    p.market,
    c.person_id is not null as is_converted
  from visits v
  left join converted c on c.person_id = v.person_id and c.visited_at = v.visited_at
  left join model.people p on p.person_id = v.person_id
)
select
  avg(cast(is_converted as double)) as conversion_rate,
  count(*) as n,
  proportion_lo(count(*) filter (where is_converted), count(*)) as lo,
  proportion_hi(count(*) filter (where is_converted), count(*)) as hi
from outcomes
