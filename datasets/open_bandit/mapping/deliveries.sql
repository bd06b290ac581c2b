-- Every impression was displayed; where the label says so, it was clicked as well.
-- When the click came is not in the data: it bears the time of the impression.
select
  policy || '/' || campaign || '/' || number || '/displayed' as event_id,
  '/zozotown' as source,
  'delivery' as type,
  to_timestamp_micros(timestamp) as event_time,
  to_timestamp_micros(timestamp) as ingest_time,
  'us' as time_precision,
  'server' as clock_source,
  'prod' as environment,
  policy || '/' || campaign || '/' || number as message_id,
  policy || '/' || campaign || '/' || number as decision_id,
  campaign as campaign_id,
  item_id as content_id,
  policy as variant_id,
  'web' as channel,
  'zozotown' as provider,
  'displayed' as status
from source
union all
select
  policy || '/' || campaign || '/' || number || '/clicked' as event_id,
  '/zozotown' as source,
  'delivery' as type,
  to_timestamp_micros(timestamp) as event_time,
  to_timestamp_micros(timestamp) as ingest_time,
  'us' as time_precision,
  'server' as clock_source,
  'prod' as environment,
  policy || '/' || campaign || '/' || number as message_id,
  policy || '/' || campaign || '/' || number as decision_id,
  campaign as campaign_id,
  item_id as content_id,
  policy as variant_id,
  'web' as channel,
  'zozotown' as provider,
  'clicked' as status
from source
where click = '1'
