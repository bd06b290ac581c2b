/* ---
title: Open Bandit, what was displayed and clicked
format: csv
columns:
  timestamp: text
  item_id: text
  click: text
carries: every impression was displayed; one that was clicked gives a second row, at the time of the impression
cannot_carry:
  - client_time
  - sent_time
  - received_time
  - tz
  - trace_id
  - span_id
  - schema_ref
  - is_test
  - is_bot
  - bot_reason
  - extra
  - content_version
  - recipient_hash
  - user_id
  - suppress_reason
  - scheduled_time
  - attempt
  - is_machine
  - link_url
  - items
  - personalisation_fill
  - journey_stage
--- */
with shown as (
  select
    *,
    regexp_match(_file, '([^/]+)/[^/]+/[^/]+$')[1] as policy,
    regexp_match(_file, '([^/]+)/[^/]+$')[1] as campaign
  from source
  -- The context of items lies beside the impressions and has no time.
  where timestamp is not null
),
statuses as (
  select *, 'displayed' as status from shown
  union all
  select *, 'clicked' as status from shown where click = '1'
)
select
  concat_ws('/', policy, campaign, cast(_row as varchar), status) as event_id,
  '/zozotown' as source,
  'delivery' as type,
  try_cast(timestamp as timestamp) as event_time,
  try_cast(timestamp as timestamp) as ingest_time,
  'us' as time_precision,
  'server' as clock_source,
  'prod' as environment,
  concat_ws('/', policy, campaign, cast(_row as varchar)) as message_id,
  concat_ws('/', policy, campaign, cast(_row as varchar)) as decision_id,
  campaign as campaign_id,
  item_id as content_id,
  policy as variant_id,
  'web' as channel,
  'zozotown' as provider,
  status
from statuses
