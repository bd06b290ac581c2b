/* ---
title: Open Bandit, impressions as exposures to the two policies
format: csv
columns:
  timestamp: text
carries: the unit is the impression, since no person is in the data
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
  - trigger_event_id
--- */
with shown as (
  select
    *,
    regexp_match(_file, '([^/]+)/[^/]+/[^/]+$')[1] as policy,
    regexp_match(_file, '([^/]+)/[^/]+$')[1] as campaign
  from source
  -- The context of items lies beside the impressions and has no time.
  where timestamp is not null
)
select
  concat_ws('/', policy, campaign, cast(_row as varchar), 'exposed') as event_id,
  '/zozotown' as source,
  'experiment_viewed' as type,
  try_cast(timestamp as timestamp) as event_time,
  try_cast(timestamp as timestamp) as ingest_time,
  'us' as time_precision,
  'server' as clock_source,
  'prod' as environment,
  'open_bandit' as experiment_id,
  policy as variant_id,
  'impression' as unit_type,
  concat_ws('/', policy, campaign, cast(_row as varchar)) as unit_id_hash,
  false as would_have
from shown
