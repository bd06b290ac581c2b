/* ---
title: E-mail events of Segment and RudderStack
format: ndjson
columns:
  messageId: text
  type: text
  event: text
  userId: text
  timestamp: text
  receivedAt: text
  projectId: text
  writeKey: text
  context:
    library: {name: text}
    integration: {name: text}
    timezone: text
  properties:
    email_id: text
    campaign_id: text
    link_url: text
    decision_id: text
    variation_id: text
carries: the events of the e-mail specification; what was sent but never delivered has no event in it
coarser: {received_time: ms}
cannot_carry:
  - ingest_time
  - client_time
  - sent_time
  - time_precision
  - trace_id
  - span_id
  - schema_ref
  - environment
  - is_test
  - is_bot
  - bot_reason
  - extra
  - decision_id
  - content_id
  - content_version
  - variant_id
  - provider
  - recipient_hash
  - suppress_reason
  - scheduled_time
  - attempt
  - is_machine
  - items
  - personalisation_fill
  - journey_stage
--- */
with messages as (
  select
    *,
    case event
      when 'Email Sent' then 'sent'
      when 'Email Delivered' then 'delivered'
      when 'Email Opened' then 'opened'
      when 'Email Link Clicked' then 'clicked'
      when 'Email Bounced' then 'bounced_hard'
      when 'Email Marked as Spam' then 'complained'
      when 'Unsubscribed' then 'unsubscribed'
    end as status
  from source
)
select
  "messageId" as event_id,
  coalesce("projectId", "writeKey", context['library']['name']) as source,
  status as type,
  try_cast(timestamp as timestamp) as event_time,
  try_cast("receivedAt" as timestamp) as received_time,
  _landed as ingest_time,
  'ms' as time_precision,
  'provider' as clock_source,
  context['timezone'] as tz,
  properties['email_id'] as message_id,
  properties['decision_id'] as decision_id,
  properties['campaign_id'] as campaign_id,
  properties['variation_id'] as variant_id,
  'email' as channel,
  coalesce(context['integration']['name'], 'segment') as provider,
  "userId" as user_id,
  status,
  properties['link_url'] as link_url
from messages
where type = 'track'
  and status is not null
