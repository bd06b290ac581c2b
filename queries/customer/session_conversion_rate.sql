/* ---
title: Session conversion rate
question: What share of visits end in an order?
description: |
  Visits with at least one order of the person from their first action until half an hour after their last, over all
  visits; a visit ends with half an hour of silence. Only visits that are over count; so_far includes those still
  going on. Cancelled orders, testers and bots are out. It describes traffic and is not for experiments: treatment
  changes how often people come, so that more visits can lower this rate while more people buy. Use conversion_rate
  there. The interval takes the visits of a person on a channel in a period for one observation.
owner: commerce
unit: ratio
direction: up_is_good
time: period
dimensions: [market, channel]
measures: [session_conversion_rate, sessions_per_user, converted]
additive: [converted, n]
matures: ended_at + 30m
interval: delta method over people, 95 %
sources: [S16]
needs: [events]
--- */
with visits as (
  select
    person_id,
    session_no,
    started_at,
    ended_at,
    channel,
    market
  from model.sessions
  where started_at >= $from
    and started_at < $to
),
ordered as (
  select distinct v.person_id, v.session_no
  from visits v
  join model.orders o
    on o.person_id = v.person_id
    and o.placed_time >= v.started_at
    and o.placed_time < v.ended_at + interval '30 minutes'
),
people as (
  select
    v.person_id,
    time_bucket($grain, v.started_at, $time_zone) as period,
    v.channel,
    v.market,
    max(v.ended_at) as ended_at,
    count(*) as sessions,
    count(o.session_no) as converted
  from visits v
  left join ordered o on o.person_id = v.person_id and o.session_no = v.session_no
  -- Who still visits is two rows, so that the sessions before are settled.
  group by 1, 2, 3, 4, v.ended_at + interval '30 minutes' <= $as_of
)
select
  sum(converted) / nullif(cast(sum(sessions) as double), 0) as session_conversion_rate,
  sum(sessions) / nullif(cast(count(distinct person_id) as double), 0) as sessions_per_user,
  sum(converted) as converted,
  coalesce(sum(sessions), 0) as n,
  ratio_lo(cast(converted as double), cast(sessions as double)) as lo,
  ratio_hi(cast(converted as double), cast(sessions as double)) as hi
from people
