/* ---
title: Half hours in which a person was active
description: |
  Every half hour with at least one action of a real customer, with the first and last action in it: fine enough to tell
  visits apart, which are separated by more than half an hour. Bots, testers and other environments are left out; where
  is_bot, is_test or environment is unknown the action is kept. Being shown an experiment is no action, and neither is
  what the shop does with an order later. Words that stand for nobody, such as null or anonymous, are no persons, and an
  action dated more than 30 days before or a day after it arrived is left out. tz is the time zone that the action names.
grain: one row per person, half hour of UTC and channel
key: [person_id, half_hour, channel]
--- */
with acts as (
  -- Thinned before identities are looked up: the join then costs a tenth.
  select
    case when names_nobody(user_id) then null else user_id end as user_id,
    anonymous_id,
    device_id,
    channel,
    date_trunc('hour', event_time)
      + case when date_part('minute', event_time) < 30 then interval '0 minutes' else interval '30 minutes' end as half_hour,
    min(event_time) as first_time,
    max(event_time) as last_time,
    max(country) as country,
    max(tz) as tz,
    count(*) as actions
  from logs.events
  where coalesce(environment, 'prod') = 'prod'
    and coalesce(is_test, false) = false
    and coalesce(is_bot, false) = false
    and type not in ('experiment_viewed', 'order_updated', 'order_refunded', 'order_cancelled')
    and is_believable_time(event_time, received_time)
  group by 1, 2, 3, 4, 5
)
select
  coalesce(acts.user_id, i.person_id, acts.anonymous_id, acts.device_id) as person_id,
  half_hour,
  cast(channel as varchar) as channel,
  min(first_time) as first_time,
  max(last_time) as last_time,
  max(cast(country as varchar)) as country,
  -- Only names such as Europe/Berlin tell when clocks change.
  max(cast(tz as varchar)) filter (where cast(tz as varchar) like '%/%' or cast(tz as varchar) = 'UTC') as tz,
  sum(actions) as actions
from acts
left join model.identity_now i on i.id_type = 'anonymous_id' and i.id_hash = acts.anonymous_id
where coalesce(acts.user_id, i.person_id, acts.anonymous_id, acts.device_id) is not null
group by 1, 2, 3
