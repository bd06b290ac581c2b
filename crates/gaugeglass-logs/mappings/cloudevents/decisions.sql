/* ---
title: CloudEvents of a decision engine
format: ndjson
columns:
  id: text
  source: text
  type: text
  time: text
  recordedtime: text
  dataschema: text
  traceparent: text
  data:
    clock_source: text
    tz: text
    environment: text
    is_test: boolean
    is_bot: boolean
    bot_reason: text
    use_case_id: text
    trigger_event_id: text
    trigger_time: text
    intended_start_time: text
    request_time: text
    decision_time: text
    response_time: text
    rendered_time: text
    queue_ms: integer
    identity_ms: integer
    feature_ms: integer
    policy_ms: integer
    content_ms: integer
    subject_ids: [{id_type: text, id_hash: text}]
    person_id_used: text
    identity_method: text
    identity_confidence: number
    identity_as_of: text
    policy_id: text
    policy_version: text
    model_version: text
    decision_kind: text
    candidates: [{action_id: text, score: number, propensity: number, eligible: boolean, reject_reason: text}]
    action_id: text
    content_id: text
    content_version: text
    propensity: number
    default_action_id: text
    is_fallback: boolean
    reason: text
    error_type: text
    feature_min_time: text
    feature_max_time: text
    features_missing: [text]
    placement: text
    channel: text
    position: integer
    experiment_id: text
    variant_id: text
    holdout: boolean
    injected_delay_ms: integer
    injected_feature_lag_s: integer
carries: events whose type names a decision, with data by the names of the contract's columns
cannot_carry: [client_time, sent_time, ingest_time, extra]
--- */
with decisions as (
  select *, string_to_array(traceparent, '-') as trace, length(regexp_match(time, '\.([0-9]+)')[1]) as places
  from source
  where regexp_like(lower(type), '(^|[._/])decision')
)
select
  id as event_id,
  source,
  'decision' as type,
  try_cast(time as timestamp) as event_time,
  try_cast(recordedtime as timestamp) as received_time,
  _landed as ingest_time,
  case when places is null then 's' when places <= 3 then 'ms' else 'us' end as time_precision,
  data['clock_source'] as clock_source,
  data['tz'] as tz,
  trace[2] as trace_id,
  trace[3] as span_id,
  dataschema as schema_ref,
  data['environment'] as environment,
  data['is_test'] as is_test,
  data['is_bot'] as is_bot,
  data['bot_reason'] as bot_reason,
  data['use_case_id'] as use_case_id,
  data['trigger_event_id'] as trigger_event_id,
  try_cast(data['trigger_time'] as timestamp) as trigger_time,
  try_cast(data['intended_start_time'] as timestamp) as intended_start_time,
  try_cast(data['request_time'] as timestamp) as request_time,
  try_cast(data['decision_time'] as timestamp) as decision_time,
  try_cast(data['response_time'] as timestamp) as response_time,
  try_cast(data['rendered_time'] as timestamp) as rendered_time,
  data['queue_ms'] as queue_ms,
  data['identity_ms'] as identity_ms,
  data['feature_ms'] as feature_ms,
  data['policy_ms'] as policy_ms,
  data['content_ms'] as content_ms,
  data['subject_ids'] as subject_ids,
  data['person_id_used'] as person_id_used,
  data['identity_method'] as identity_method,
  data['identity_confidence'] as identity_confidence,
  try_cast(data['identity_as_of'] as timestamp) as identity_as_of,
  data['policy_id'] as policy_id,
  data['policy_version'] as policy_version,
  data['model_version'] as model_version,
  data['decision_kind'] as decision_kind,
  data['candidates'] as candidates,
  data['action_id'] as action_id,
  data['content_id'] as content_id,
  data['content_version'] as content_version,
  data['propensity'] as propensity,
  data['default_action_id'] as default_action_id,
  data['is_fallback'] as is_fallback,
  data['reason'] as reason,
  data['error_type'] as error_type,
  try_cast(data['feature_min_time'] as timestamp) as feature_min_time,
  try_cast(data['feature_max_time'] as timestamp) as feature_max_time,
  data['features_missing'] as features_missing,
  data['placement'] as placement,
  data['channel'] as channel,
  data['position'] as position,
  data['experiment_id'] as experiment_id,
  data['variant_id'] as variant_id,
  data['holdout'] as holdout,
  data['injected_delay_ms'] as injected_delay_ms,
  data['injected_feature_lag_s'] as injected_feature_lag_s
from decisions
