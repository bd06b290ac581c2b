/* ---
title: Process logs as CSV with the names of XES
format: csv
columns:
  "case:concept:name": text
  "concept:name": text
  "time:timestamp": text
  "org:resource": text
  "org:role": text
  "identity:id": text
  source: text
  "case:object_type": text
  "case:object_id": text
  "case:object_version": text
  "case:campaign_id": text
  "case:risk_tier": text
  stage_no: text
  stage_name: text
  required_role: text
  decision_right_ref: text
  reason_code: text
  due_time: text
carries: one action an event, one workflow a case; other columns of the case by the names here
cannot_carry:
  - client_time
  - sent_time
  - received_time
  - ingest_time
  - clock_source
  - tz
  - trace_id
  - span_id
  - schema_ref
  - environment
  - is_test
  - is_bot
  - bot_reason
  - extra
  - on_behalf_of
  - parallel_group
--- */
with actions as (
  select *, length(regexp_match("time:timestamp", '\.([0-9]+)')[1]) as places
  from source
)
select
  -- Without an id of its own an event is known by its place in the log.
  coalesce("identity:id", concat_ws('/', "case:concept:name", "concept:name", "time:timestamp", "org:resource")) as event_id,
  coalesce(source, '/xes') as source,
  'approval' as type,
  try_cast("time:timestamp" as timestamp) as event_time,
  _landed as ingest_time,
  case when places is null then 's' when places <= 3 then 'ms' else 'us' end as time_precision,
  "case:concept:name" as workflow_id,
  "case:object_type" as object_type,
  "case:object_id" as object_id,
  "case:object_version" as object_version,
  "case:campaign_id" as campaign_id,
  try_cast(stage_no as smallint) as stage_no,
  stage_name,
  lower(regexp_replace(trim("concept:name"), '[^A-Za-z0-9]+', '_', 'g')) as action,
  "org:resource" as actor_id,
  "org:role" as actor_role,
  try_cast(due_time as timestamp) as due_time,
  reason_code,
  required_role,
  decision_right_ref,
  "case:risk_tier" as risk_tier
from actions
