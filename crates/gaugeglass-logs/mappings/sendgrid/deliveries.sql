/* ---
title: SendGrid event webhook
format: ndjson
columns:
  sg_event_id: text
  sg_message_id: text
  event: text
  type: text
  timestamp: text
  url: text
  attempt: text
  sg_machine_open: text
  marketing_campaign_id: text
  source: text
  user_id: text
  decision_id: text
  campaign_id: text
  content_id: text
  content_version: text
  variant_id: text
  journey_stage: text
carries: every event; ids of customer, decision, campaign and content where the sender attaches them as custom arguments
coarser: {event_time: s}
cannot_carry:
  - client_time
  - sent_time
  - received_time
  - ingest_time
  - tz
  - trace_id
  - span_id
  - schema_ref
  - environment
  - is_test
  - is_bot
  - bot_reason
  - extra
  - provider
  - recipient_hash
  - suppress_reason
  - scheduled_time
  - attempt
  - is_machine
  - items
  - personalisation_fill
--- */
with messages as (
  select
    *,
    case
      when event = 'processed' then 'queued'
      when event = 'delivered' then 'delivered'
      when event = 'deferred' then 'deferred'
      when event = 'open' then 'opened'
      when event = 'click' then 'clicked'
      when event = 'bounce' and type = 'blocked' then 'bounced_soft'
      when event = 'bounce' then 'bounced_hard'
      when event = 'dropped' then 'dropped'
      when event = 'spamreport' then 'complained'
      when event in ('unsubscribe', 'group_unsubscribe') then 'unsubscribed'
    end as status
  from source
)
select
  sg_event_id as event_id,
  coalesce(source, '/sendgrid') as source,
  status as type,
  to_timestamp_seconds(try_cast(timestamp as bigint)) as event_time,
  _landed as ingest_time,
  's' as time_precision,
  'provider' as clock_source,
  -- What follows the first point names the machine that took the message in.
  split_part(sg_message_id, '.', 1) as message_id,
  decision_id,
  coalesce(campaign_id, marketing_campaign_id) as campaign_id,
  content_id,
  content_version,
  variant_id,
  'email' as channel,
  'sendgrid' as provider,
  user_id,
  status,
  try_cast(attempt as smallint) as attempt,
  -- Opens only: of a click the webhook does not say whether a scanner made it.
  sg_machine_open = 'true' as is_machine,
  url as link_url,
  journey_stage
from messages
where status is not null
