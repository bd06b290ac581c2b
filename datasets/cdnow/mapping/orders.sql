-- One line of the file is one order. It has no id, and some lines are equal, so the number of the line is the id.
-- Of the time only the day is known: midnight stands for it, also as the time of loading.
select
  'cdnow-' || cast(_row as varchar) as event_id,
  '/cdnow' as source,
  'order_placed' as type,
  to_timestamp_micros(date, '%Y%m%d') as event_time,
  to_timestamp_micros(date, '%Y%m%d') as ingest_time,
  's' as time_precision,
  'prod' as environment,
  'cdnow-' || cast(_row as varchar) as order_id,
  customer_id as user_id,
  to_timestamp_micros(date, '%Y%m%d') as placed_time,
  'placed' as status,
  'web' as channel,
  make_array(named_struct('quantity', cast(quantity as int))) as items,
  'USD' as currency,
  cast(amount as decimal(18, 4)) as gross_revenue
from source
