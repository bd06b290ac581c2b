/* ---
title: OpenTelemetry evaluations of feature flags
format: ndjson
columns:
  Timestamp: text
  ObservedTimestamp: text
  TraceId: text
  SpanId: text
  EventName: text
  Attributes: map
  Resource: map
carries: log records named feature_flag.evaluation; a flag is the experiment, its variant the arm
cannot_carry:
  - client_time
  - sent_time
  - ingest_time
  - time_precision
  - clock_source
  - tz
  - schema_ref
  - environment
  - is_test
  - is_bot
  - bot_reason
  - extra
  - trigger_event_id
  - would_have
--- */
select
  "Attributes"['log.record.uid'] as event_id,
  "Resource"['service.name'] as source,
  'experiment_viewed' as type,
  to_timestamp_micros(try_cast("Timestamp" as bigint) / 1000) as event_time,
  to_timestamp_micros(try_cast("ObservedTimestamp" as bigint) / 1000) as received_time,
  _landed as ingest_time,
  'us' as time_precision,
  "TraceId" as trace_id,
  "SpanId" as span_id,
  "Resource"['deployment.environment.name'] as environment,
  case when "Attributes"['user_agent.synthetic.type'] is not null then true end as is_bot,
  "Attributes"['user_agent.synthetic.type'] as bot_reason,
  "Attributes"['feature_flag.key'] as experiment_id,
  "Attributes"['feature_flag.result.variant'] as variant_id,
  "Attributes"['feature_flag.context.kind'] as unit_type,
  "Attributes"['feature_flag.context.id'] as unit_id_hash
from source
where "EventName" = 'feature_flag.evaluation'
  and "Attributes"['feature_flag.result.variant'] is not null
