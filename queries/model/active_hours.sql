/* ---
title: Hours in which a person was active
description: |
  Every hour with at least one action of a real customer, with the first and last action in it. An action lies in
  [a, b) when last_time >= a and first_time < b, exactly, as long as a and b are an hour or more apart. Bots, testers
  and other environments are left out; where is_bot, is_test or environment is unknown the action is kept. Being shown
  an experiment is no action. Words that stand for nobody, such as null or anonymous, are no persons, and an action
  dated more than 30 days before or a day after it arrived is left out.
grain: one row per person, UTC hour and channel
key: [person_id, hour, channel]
--- */
with acts as (
  -- Thinned to hours before identities are looked up: the join then costs a tenth.
  select
    case when is_nobody then null else user_id end as user_id,
    anonymous_id,
    device_id,
    channel,
    date_trunc('hour', event_time) as hour,
    min(event_time) as first_time,
    max(event_time) as last_time,
    max(country) as country,
    count(*) as actions
  from (
    select
      *,
      btrim(user_id, '0-') = '' or lower(user_id) in ('-1', 'null', 'none', 'undefined', 'unknown', 'anonymous', 'guest') as is_nobody
    from logs.events
    where coalesce(environment, 'prod') = 'prod'
      and coalesce(is_test, false) = false
      and coalesce(is_bot, false) = false
      and type <> 'experiment_viewed'
      -- A time far from that of arrival comes from a broken clock, not from a late parcel.
      and coalesce(event_time > received_time - interval '30 days' and event_time < received_time + interval '1 day', true)
  ) real
  group by 1, 2, 3, 4, 5
)
select
  coalesce(acts.user_id, i.person_id, acts.anonymous_id, acts.device_id) as person_id,
  hour,
  cast(channel as varchar) as channel,
  min(first_time) as first_time,
  max(last_time) as last_time,
  max(cast(country as varchar)) as country,
  sum(actions) as actions
from acts
left join model.identity_now i on i.id_type = 'anonymous_id' and i.id_hash = acts.anonymous_id
where coalesce(acts.user_id, i.person_id, acts.anonymous_id, acts.device_id) is not null
group by 1, 2, 3
