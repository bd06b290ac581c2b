/* ---
title: Braze Currents, events of messages
format: ndjson
columns:
  id: text
  time: text
  event_type: text
  user_id: text
  external_user_id: text
  timezone: text
  campaign_id: text
  canvas_id: text
  canvas_step_name: text
  message_variation_id: text
  canvas_variation_id: text
  dispatch_id: text
  send_id: text
  url: text
  machine_open: text
  is_suspected_bot_click: text
  abort_type: text
carries: messages of every channel; the kind of event is in the path (event_type=…) or in the field event_type
coarser: {event_time: s, message_id: prefix}
cannot_carry:
  - client_time
  - sent_time
  - received_time
  - ingest_time
  - trace_id
  - span_id
  - schema_ref
  - environment
  - is_test
  - is_bot
  - bot_reason
  - extra
  - content_id
  - content_version
  - recipient_hash
  - scheduled_time
  - attempt
  - items
  - personalisation_fill
--- */
with kinds as (
  select
    *,
    coalesce(event_type, regexp_match(_file, 'event_type=(?:[^/]*%3D)?([^/]+)')[1]) as kind
  from source
),
messages as (
  select
    *,
    case split_part(kind, '.', 3)
      when 'email' then 'email'
      when 'pushnotification' then 'push'
      when 'sms' then 'sms'
      when 'inappmessage' then 'in_app'
      when 'contentcard' then 'in_app'
      when 'banner' then 'in_app'
      else 'other'
    end as channel,
    case split_part(kind, '.', 4)
      when 'Send' then 'sent'
      when 'Delivery' then 'delivered'
      when 'Impression' then 'displayed'
      when 'Open' then 'opened'
      when 'Click' then 'clicked'
      when 'Dismiss' then 'dismissed'
      when 'Bounce' then 'bounced_hard'
      when 'SoftBounce' then 'bounced_soft'
      when 'Rejection' then 'failed'
      when 'DeliveryFailure' then 'failed'
      when 'MarkAsSpam' then 'complained'
      when 'Unsubscribe' then 'unsubscribed'
      when 'Abort' then 'suppressed'
    end as status
  from kinds
)
select
  id as event_id,
  '/braze/currents' as source,
  status as type,
  to_timestamp_seconds(try_cast(time as bigint)) as event_time,
  _landed as ingest_time,
  's' as time_precision,
  'provider' as clock_source,
  timezone as tz,
  -- Readers of one scheduled campaign share its dispatch.
  concat_ws('/', dispatch_id, coalesce(user_id, external_user_id)) as message_id,
  send_id as decision_id,
  coalesce(campaign_id, canvas_id) as campaign_id,
  coalesce(message_variation_id, canvas_variation_id) as variant_id,
  channel,
  'braze' as provider,
  external_user_id as user_id,
  status,
  case
    when abort_type like '%quiet%' then 'quiet_hours'
    when abort_type like '%freq%' then 'frequency_cap'
    when abort_type like '%rate%' then 'rate_limit'
    when abort_type like '%liquid%' then 'content_abort'
    else abort_type
  end as suppress_reason,
  coalesce(machine_open, is_suspected_bot_click) = 'true' as is_machine,
  url as link_url,
  canvas_step_name as journey_stage
from messages
where kind like 'users.messages.%'
  and status is not null
