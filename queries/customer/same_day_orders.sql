/* ---
title: Same-day orders
question: What share of people order within a day of the moment that should move them?
description: |
  orders_24h is the share with an order in the 24 hours after the start, same_day the share with one before midnight
  where the customer is. The start is the first visit of the period or, with cohort set to an experiment, the first
  exposure to it; control units start when treatment would have been shown, so that arms can be compared. Midnight is by
  the time zone that the start names, else the market's, else the business zone; days there have 23 or 25 hours when
  clocks change. same_day is biased by the hour: a start at 23:50 leaves ten minutes. late_share is the share that had
  two hours or less, and same_day_early leaves them out. A person counts once a period, when 25 hours are over, the
  longest that a day can be; so_far includes the others. Cancelled orders, testers and bots are out.
owner: commerce
unit: ratio
direction: up_is_good
time: started_at
dimensions: [market, channel, arm]
measures: [orders_24h, same_day, same_day_early, late_share]
matures: started_at + 25h
interval: Wilson 95 %
parameters:
  cohort: {type: text, default: everyone, doc: "everyone, or the id of an experiment whose units to follow."}
sources: [S22]
needs: [events]
--- */
with triggers as (
  select person_id, started_at, market, channel, arm, coalesce(tz, $time_zone) as tz
  from model.starts
  where cohort = $cohort
    and started_at >= $from
    and started_at < $to
    and coalesce(previous_at < greatest($from, time_bucket($grain, started_at, $time_zone)), true)
),
bought as (
  select
    t.person_id,
    t.started_at,
    bool_or(o.placed_time < t.started_at + interval '24 hours') as is_24h,
    bool_or(time_bucket('day', o.placed_time, t.tz) = time_bucket('day', t.started_at, t.tz)) as is_same_day
  from triggers t
  join model.orders o
    on o.person_id = t.person_id
    and o.placed_time >= t.started_at
    and o.placed_time < t.started_at + interval '25 hours'
  group by t.person_id, t.started_at
),
outcomes as (
  select
    t.*,
    coalesce(b.is_24h, false) as is_24h,
    coalesce(b.is_same_day, false) as is_same_day,
    time_bucket('day', t.started_at + interval '2 hours', t.tz) <> time_bucket('day', t.started_at, t.tz) as is_late
  from triggers t
  left join bought b on b.person_id = t.person_id and b.started_at = t.started_at
)
select
  avg(cast(is_24h as double)) as orders_24h,
  avg(cast(is_same_day as double)) as same_day,
  avg(cast(is_same_day as double)) filter (where not is_late) as same_day_early,
  avg(cast(is_late as double)) as late_share,
  count(*) as n,
  proportion_lo(count(*) filter (where is_24h), count(*)) as lo,
  proportion_hi(count(*) filter (where is_24h), count(*)) as hi
from outcomes
