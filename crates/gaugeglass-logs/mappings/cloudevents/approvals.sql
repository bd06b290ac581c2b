/* ---
title: CloudEvents of an approval workflow
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
    workflow_id: text
    object_type: text
    object_id: text
    object_version: text
    campaign_id: text
    stage_no: integer
    stage_name: text
    action: text
    actor_id: text
    actor_role: text
    on_behalf_of: text
    due_time: text
    reason_code: text
    parallel_group: text
    required_role: text
    decision_right_ref: text
    risk_tier: text
carries: events whose type names an approval, with data by the names of the contract's columns
cannot_carry: [client_time, sent_time, ingest_time, extra]
--- */
with approvals as (
  select *, string_to_array(traceparent, '-') as trace, length(regexp_match(time, '\.([0-9]+)')[1]) as places
  from source
  where regexp_like(lower(type), '(^|[._/])approval')
)
select
  id as event_id,
  source,
  'approval' as type,
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
  data['workflow_id'] as workflow_id,
  data['object_type'] as object_type,
  data['object_id'] as object_id,
  data['object_version'] as object_version,
  data['campaign_id'] as campaign_id,
  data['stage_no'] as stage_no,
  data['stage_name'] as stage_name,
  data['action'] as action,
  data['actor_id'] as actor_id,
  data['actor_role'] as actor_role,
  data['on_behalf_of'] as on_behalf_of,
  try_cast(data['due_time'] as timestamp) as due_time,
  data['reason_code'] as reason_code,
  data['parallel_group'] as parallel_group,
  data['required_role'] as required_role,
  data['decision_right_ref'] as decision_right_ref,
  data['risk_tier'] as risk_tier
from approvals
