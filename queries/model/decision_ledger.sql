/* ---
title: Decision ledger
description: |
  One row per request to the decision engine, with what it knew, how long it took and what became of its answer.
  latency_ms is null where no usable answer came: never answered, or failed. is_measurable says whether the clock is
  fine enough to time it; a clock of whole seconds cannot show that an answer took less than one.
  was_known asks whether the identity map knew the subject when the request came; is_known_now asks the map of today,
  which flatters, since much of it was learned afterwards. is_default_action says that the answer was what everybody
  gets; feature_age_s is the age of the newest feature used when the request came.
grain: one row per decision
key: [source, decision_id]
--- */
with subjects as (
  select source, event_id, request_time, unnest(subject_ids) as subject
  from logs.decisions
),
identities as (
  select
    s.source,
    s.event_id,
    bool_or(m.recorded_time <= s.request_time and (m.retracted_time is null or m.retracted_time > s.request_time)) as was_known,
    bool_or(m.retracted_time is null) as is_known_now
  from subjects s
  join logs.identity_map m
    on m.id_type = s.subject['id_type']
    and m.id_hash = s.subject['id_hash']
  group by s.source, s.event_id
),
fates as (
  select
    decision_id,
    min(event_time) filter (where status in ('delivered', 'displayed')) as delivered_at,
    bool_or(status = 'suppressed') as is_suppressed
  from logs.deliveries
  where decision_id is not null
  group by decision_id
)
select
  d.source,
  d.event_id as decision_id,
  cast(d.use_case_id as varchar) as use_case_id,
  cast(d.channel as varchar) as channel,
  cast(d.placement as varchar) as placement,
  cast(d.policy_id as varchar) as policy_id,
  cast(d.decision_kind as varchar) as decision_kind,
  cast(d.reason as varchar) as reason,
  d.trigger_event_id,
  d.trigger_time,
  d.request_time,
  d.decision_time,
  d.rendered_time,
  f.delivered_at,
  d.time_precision in ('ms', 'us') as is_measurable,
  case
    when d.decision_time is not null and d.error_type is null
    -- Timestamps are whole microseconds.
    then (cast(d.decision_time as bigint) - cast(d.request_time as bigint)) / 1000.0
  end as latency_ms,
  d.error_type is not null as is_error,
  coalesce(d.is_fallback, true) as is_fallback,
  d.action_id = d.default_action_id as is_default_action,
  date_part('epoch', d.request_time - d.feature_max_time) as feature_age_s,
  coalesce(d.holdout, false) as is_holdout,
  d.environment = 'prod' and not coalesce(d.is_test, false) and not coalesce(d.is_bot, false) as is_production,
  d.person_id_used,
  d.identity_method,
  d.person_id_used is not null and coalesce(d.identity_method <> 'none', false) as is_recognised,
  coalesce(i.was_known, false) as was_known,
  coalesce(i.is_known_now, false) as is_known_now,
  d.experiment_id,
  d.variant_id,
  d.content_id,
  d.content_version,
  case
    when coalesce(d.holdout, false) then 'holdout'
    when d.decision_time is null or d.error_type is not null then 'unanswered'
    when coalesce(d.is_fallback, true) then 'fallback'
    when f.delivered_at is not null or d.rendered_time is not null then 'delivered'
    when f.is_suppressed then 'suppressed'
    else 'lost'
  end as state
from logs.decisions d
left join identities i on i.source = d.source and i.event_id = d.event_id
left join fates f on f.decision_id = d.event_id
