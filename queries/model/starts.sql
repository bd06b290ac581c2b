/* ---
title: Moments from which people are followed
description: |
  Where a follow-up begins, for each cohort that a metric can follow: everyone, from each visit; buyers, from their first
  order; and each experiment by its id, from the first exposure of every unit that is in one arm only. Control units
  start when treatment would have been shown. channel is that of the visit or order, for an experiment that of the
  person's first action. tz is the time zone named at that moment, else the one most named in the market. A visitor is
  returning when first seen a day or more before. previous_at is the same person's start before this one in the cohort,
  null for the first: a metric that counts a person once a period keeps the starts whose previous one lies in another.
grain: one row per cohort, person and moment
key: [cohort, person_id, started_at]
--- */
with shown as (
  select
    experiment_id,
    unit_id_hash,
    first_value(cast(tz as varchar) order by event_time) as tz
  from logs.exposures
  where cast(tz as varchar) like '%/%'
    or cast(tz as varchar) = 'UTC'
  group by experiment_id, unit_id_hash
),
moments as (
  select 'everyone' as cohort, person_id, started_at, cast(null as varchar) as arm, channel, tz
  from model.sessions
  union all
  select 'buyers', person_id, first_order_at, null, channel, null
  from model.first_orders
  union all
  select u.experiment_id, u.person_id, u.exposed_at, u.variant_id, null, s.tz
  from model.experiment_units u
  left join shown s on s.experiment_id = u.experiment_id and s.unit_id_hash = u.unit_id
  where not u.is_in_several
)
select
  m.cohort,
  m.person_id,
  m.started_at,
  lag(m.started_at) over (partition by m.cohort, m.person_id order by m.started_at) as previous_at,
  m.arm,
  coalesce(m.channel, p.first_channel) as channel,
  p.market,
  coalesce(m.tz, z.tz) as tz,
  case when p.first_seen <= m.started_at - interval '1 day' then 'returning' else 'new' end as visitor
from moments m
left join model.people p on p.person_id = m.person_id
left join model.market_zones z on z.market = p.market
