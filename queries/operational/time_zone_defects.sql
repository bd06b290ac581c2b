/* ---
title: Time-zone defects
question: Does a source write local time where it should write UTC?
description: |
  Days on which a source's day looks moved by whole hours, over days judged, per source and market. Customers sleep at
  night wherever they live: the visits of a day, by hour of the customer's own time zone, are laid beside those of the
  same source in all other markets. A day is a defect when moving it by some hours makes it more likely to come from the
  same rhythm: by a factor of more than e to the power of evidence, and by more than a tenth for each visit, since no two
  rhythms are quite the same. shift_h is the middle move of such days, positive when the source is ahead. Days of arrival
  with fewer than 10 visits are not judged, nor is a source of one market alone. Bots and testers are out.
owner: data platform
unit: ratio
direction: down_is_good
time: day
dimensions: [source, market]
measures: [shifted_share, shifted_days, shift_h]
additive: [shifted_days, n]
target: 0
thresholds: {good: 0, poor: 0.01}
interval: Wilson 95 %
parameters:
  evidence: {type: number, default: 8, doc: Log-likelihood that a move must gain.}
sources: [R32]
needs: [events]
--- */
with visits as (
  -- A visit counts once an hour, since its actions do not come one independent of the other.
  select distinct
    cast(source as varchar) as source,
    cast(country as varchar) as market,
    cast(tz as varchar) as tz,
    date_trunc('day', ingest_time) as day,
    date_trunc('hour', event_time) as event_hour,
    coalesce(session_id, user_id, anonymous_id, device_id) as visit
  from logs.events
  where ingest_time >= $from
    and ingest_time < $to
    and tz is not null
    and country is not null
    and event_time is not null
    and is_believable_time(event_time, ingest_time)
    and not coalesce(is_bot, false)
    and not coalesce(is_test, false)
),
by_event_hour as (
  select source, market, tz, day, event_hour, count(*) as visits
  from visits
  group by 1, 2, 3, 4, 5
),
by_hour as (
  select source, market, day, hour % 24 as hour, sum(visits) as visits
  from (
    select
      *,
      -- Timestamps are whole microseconds. An autumn day has 25 hours.
      (cast(event_hour as bigint) - cast(time_bucket('day', event_hour, tz) as bigint)) / 3600000000 as hour
    from by_event_hour
  ) local
  group by 1, 2, 3, 4
),
hours as (
  select unnest(generate_series(0, 23)) as hour
),
groups as (
  select source, market, hour, sum(visits) as visits
  from by_hour
  group by source, market, hour
),
siblings as (
  -- The same source in all other markets: one fault can hit every source of a market at once.
  select g.source, g.market, h.hour, sum(case when s.hour = h.hour then s.visits else 0 end) as visits
  from (select distinct source, market from groups) g
  cross join hours h
  join groups s on s.source = g.source and s.market <> g.market
  group by g.source, g.market, h.hour
),
rhythms as (
  select
    source,
    market,
    hour,
    ln((visits + 1.0) / sum(visits + 1.0) over (partition by source, market)) as log_share
  from siblings
),
moves as (
  select unnest(generate_series(-11, 12)) as move
),
moved as (
  select b.source, b.market, b.day, v.move, (b.hour - v.move + 24) % 24 as hour, b.visits
  from by_hour b
  cross join moves v
),
likelihoods as (
  select m.source, m.market, m.day, m.move, sum(m.visits * r.log_share) as log_likelihood, sum(m.visits) as visits
  from moved m
  join rhythms r on r.source = m.source and r.market = m.market and r.hour = m.hour
  group by m.source, m.market, m.day, m.move
),
best as (
  select
    source,
    market,
    day,
    max(log_likelihood) - max(log_likelihood) filter (where move = 0) as gain,
    max(visits) as visits,
    first_value(move order by log_likelihood desc, abs(move)) as move
  from likelihoods
  where visits >= 10
  group by source, market, day
),
judged as (
  select source, market, day, move, gain > $evidence and gain > 0.1 * visits as is_shifted
  from best
)
select
  avg(cast(is_shifted as double)) as shifted_share,
  sum(cast(is_shifted as bigint)) as shifted_days,
  median(move) filter (where is_shifted) as shift_h,
  count(*) as n,
  proportion_lo(sum(cast(is_shifted as bigint)), count(*)) as lo,
  proportion_hi(sum(cast(is_shifted as bigint)), count(*)) as hi
from judged
where day >= $from
  and day < $to
