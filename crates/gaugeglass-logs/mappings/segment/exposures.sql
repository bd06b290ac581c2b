/* ---
title: Experiment Viewed of Segment and RudderStack
format: ndjson
columns:
  messageId: text
  type: text
  event: text
  userId: text
  anonymousId: text
  timestamp: text
  originalTimestamp: text
  sentAt: text
  receivedAt: text
  projectId: text
  writeKey: text
  channel: text
  context:
    library: {name: text}
    timezone: text
  properties: {experiment_id: text, variation_id: text}
carries: track calls named Experiment Viewed; the unit is the customer, or the visitor who has not signed in
coarser: {event_time: ms, client_time: ms, sent_time: ms, received_time: ms}
cannot_carry:
  - ingest_time
  - trace_id
  - span_id
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
  "messageId" as event_id,
  coalesce("projectId", "writeKey", context['library']['name']) as source,
  'experiment_viewed' as type,
  try_cast(timestamp as timestamp) as event_time,
  try_cast("originalTimestamp" as timestamp) as client_time,
  try_cast("sentAt" as timestamp) as sent_time,
  try_cast("receivedAt" as timestamp) as received_time,
  _landed as ingest_time,
  'ms' as time_precision,
  case when channel = 'server' then 'server' else 'client' end as clock_source,
  context['timezone'] as tz,
  properties['experiment_id'] as experiment_id,
  properties['variation_id'] as variant_id,
  case when "userId" is not null then 'person' else 'anonymous_id' end as unit_type,
  coalesce("userId", "anonymousId") as unit_id_hash
from source
where type = 'track'
  and event = 'Experiment Viewed'
