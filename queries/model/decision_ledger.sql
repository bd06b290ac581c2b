/* ---
title: Decision ledger
description: |
  One row per request to the decision engine, with what it knew, how long it took and what became of its answer.
  latency_ms is null where no usable answer came: never answered, or failed. is_measurable says whether the clock is
  fine enough to time it; a clock of whole seconds cannot show that an answer took less than one. was_known asks whether
  the identity map knew the subject when the request came; is_known_now asks the map of today, which flatters, since
  much of it was learned afterwards. is_default_action says that the answer was what everybody gets; feature_age_s is
  the age of the newest feature used when the request came. irrelevance is the first reason why an answer could not fit
  whom it was for: fallback, unrecognised (the engine says that it found nobody), stale (newest feature more than a day
  old); it is null where nothing speaks against it, and where nothing is logged. reached_at is when the customer got the
  answer: delivered or displayed where the use case is_sending messages for that channel, else rendered; reached_channel
  is where. held_reason is a rule that held the message back, if only for a while; subject is the first identifier that
  the engine was given. state is exactly one of delivered, suppressed (a rule held it back: holdout, no consent, a cap,
  quiet hours), fallback, lost (it should have reached somebody and did not) and unknown (nobody logs whether answers
  are shown); state_reason says why it was not delivered. An unanswered request is lost; a fallback that nobody got
  because consent was missing or a cap was reached is suppressed.
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
    min(scheduled_time) as scheduled_at,
    max(cast(channel as varchar)) as sent_channel,
    min(event_time) filter (where status in ('delivered', 'displayed')) as delivered_at,
    bool_or(status = 'suppressed') as is_suppressed,
    min(cast(suppress_reason as varchar)) as held_reason,
    -- Of statuses at the same moment the end is the last.
    last_value(cast(status as varchar) order by event_time, status in ('bounced_hard', 'bounced_soft', 'dropped', 'failed'))
      filter (
        where status in ('scheduled', 'queued', 'sent', 'deferred', 'bounced_hard', 'bounced_soft', 'dropped', 'failed')
      ) as last_status
  from logs.deliveries
  where decision_id is not null
  group by decision_id
),
paths as (
  select
    d.use_case_id,
    d.channel,
    count(f.decision_id) > 0 as is_sending,
    count(d.rendered_time) > 0 as is_rendering
  from logs.decisions d
  left join fates f on f.decision_id = d.event_id
  group by d.use_case_id, d.channel
),
decisions as (
  select
    d.*,
    f.scheduled_at,
    f.sent_channel,
    f.delivered_at,
    f.is_suppressed,
    f.held_reason,
    f.last_status,
    coalesce(p.is_sending, false) as is_sending,
    coalesce(p.is_rendering, false) as is_rendering,
    case when p.is_sending then f.delivered_at else d.rendered_time end as reached_at,
    case
      when coalesce(d.holdout, false) then 'held_out'
      when d.decision_time is null or d.error_type is not null then 'unanswered'
      when coalesce(d.is_fallback, true) then 'fallback'
      else 'answered'
    end as answer
  from logs.decisions d
  left join fates f on f.decision_id = d.event_id
  left join paths p on p.use_case_id = d.use_case_id and p.channel = d.channel
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
  d.intended_start_time,
  d.request_time,
  d.decision_time,
  d.rendered_time,
  d.scheduled_at,
  d.delivered_at,
  d.reached_at,
  case when d.is_sending then d.sent_channel else cast(d.channel as varchar) end as reached_channel,
  d.held_reason,
  d.time_precision in ('ms', 'us') as is_measurable,
  case
    when d.decision_time is not null and d.error_type is null
    -- Timestamps are whole microseconds.
    then (cast(d.decision_time as bigint) - cast(d.request_time as bigint)) / 1000.0
  end as latency_ms,
  d.queue_ms,
  d.identity_ms,
  d.feature_ms,
  d.policy_ms,
  d.content_ms,
  d.error_type is not null as is_error,
  coalesce(d.is_fallback, true) as is_fallback,
  d.action_id = d.default_action_id as is_default_action,
  date_part('epoch', d.request_time - d.feature_max_time) as feature_age_s,
  case
    when coalesce(d.is_fallback, true) then 'fallback'
    when d.identity_method = 'none' or (d.person_id_used is null and d.identity_method is not null) then 'unrecognised'
    when date_part('epoch', d.request_time - d.feature_max_time) > 86400 then 'stale'
  end as irrelevance,
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
  d.subject_ids[1]['id_type'] as subject_type,
  d.subject_ids[1]['id_hash'] as subject_id,
  d.is_sending,
  d.is_rendering,
  case
    when d.answer = 'held_out' then 'suppressed'
    when d.answer = 'unanswered' then 'lost'
    when d.answer = 'fallback' and d.reason in ('no_consent', 'frequency_cap') and d.reached_at is null then 'suppressed'
    when d.answer = 'fallback' then 'fallback'
    when d.reached_at is not null then 'delivered'
    when d.is_suppressed then 'suppressed'
    when d.is_sending or d.is_rendering then 'lost'
    else 'unknown'
  end as state,
  case
    when d.answer = 'held_out' then 'holdout'
    when d.answer = 'unanswered' then coalesce(cast(d.error_type as varchar), 'unanswered')
    when d.answer = 'fallback' then cast(d.reason as varchar)
    when d.reached_at is not null then null
    when d.is_suppressed then coalesce(d.held_reason, 'not_said')
    when d.is_sending and d.last_status is null then 'no_message'
    when d.is_sending and d.last_status = 'sent' then 'not_delivered'
    when d.is_sending then d.last_status
    when d.is_rendering then 'not_rendered'
    else 'not_logged'
  end as state_reason
from decisions d
left join identities i on i.source = d.source and i.event_id = d.event_id
