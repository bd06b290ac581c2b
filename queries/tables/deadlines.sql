/* ---
title: Deadlines against the life of an intent
description: |
  Is the deadline of each use case shorter than an intent lasts? interest_h is the median time from an intent to its end
  in customers whom the use case held out, and so could neither hurry nor keep: until their first order within 30 days,
  else until the last thing they did within 7 days. Those who did nothing more say nothing of how long interest lasts;
  came_back is the share of the holdouts who did. is_reasonable says that the deadline is no longer than interest_h; it
  is null without holdouts, since everybody else was answered. attained_h is the time by which 90 % of the intents that
  no rule held back were answered; null where fewer were. Only holdouts whose 30 days are over count.
grain: one row per use case with replayed intents
key: [use_case_id]
sources: [C58, R31]
--- */
with held_out as (
  select use_case_id, intent_id, person_id, intended_at, order_s
  from model.intent_ledger
  where state = 'suppressed'
    and state_reason = 'holdout'
    and intended_at < arrow_cast($as_of, 'Timestamp(Microsecond, Some("UTC"))') - interval '30 days'
),
interests as (
  select
    h.use_case_id,
    h.intent_id,
    coalesce(
      max(h.order_s),
      -- Timestamps are whole microseconds.
      (cast(max(a.last_time) as bigint) - cast(max(h.intended_at) as bigint)) / 1e6
    ) as interest_s
  from held_out h
  left join model.active_half_hours a
    on a.person_id = h.person_id
    and a.last_time > h.intended_at
    and a.last_time < h.intended_at + interval '7 days'
  group by h.use_case_id, h.intent_id
),
lives as (
  select
    use_case_id,
    count(*) as holdouts,
    avg(cast(interest_s is not null as double)) as came_back,
    median(interest_s) / 3600 as interest_h
  from interests
  group by use_case_id
),
answers as (
  select
    use_case_id,
    max(min_delay_s) as min_delay_s,
    max(deadline_s) as deadline_s,
    count(*) as intents,
    quantile_with_misses(0.9, wait_s) filter (where outcome <> 'suppressed_ok') / 3600 as attained_h
  from model.intent_ledger
  where intended_at < $as_of
  group by use_case_id
)
select
  a.use_case_id,
  a.min_delay_s / 3600.0 as min_delay_h,
  a.deadline_s / 3600.0 as deadline_h,
  l.interest_h,
  l.came_back,
  coalesce(l.holdouts, 0) as holdouts,
  a.deadline_s / 3600.0 <= l.interest_h as is_reasonable,
  -- An endless wait is no time.
  case when a.attained_h < 1e9 then a.attained_h end as attained_h,
  a.intents
from answers a
left join lives l on l.use_case_id = a.use_case_id
order by a.use_case_id
