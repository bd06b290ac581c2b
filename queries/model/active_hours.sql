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
select
  person_id,
  date_trunc('hour', half_hour) as hour,
  channel,
  min(first_time) as first_time,
  max(last_time) as last_time,
  max(country) as country,
  sum(actions) as actions
from model.active_half_hours
group by 1, 2, 3
