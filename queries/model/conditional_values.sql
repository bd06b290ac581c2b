/* ---
title: Values that are due in some rows
description: |
  Columns that a row must fill only if something else holds: a currency where there is an amount, an order id in order
  events, a product in product events, a query in searches, some identifier in every event, the trigger's time of a
  triggered decision, the arm of a decision in an experiment, the reason of a suppressed message. due counts the rows
  where the condition holds, filled those that then have the value.
grain: one row per log, source, UTC day of arrival and column
key: [log, source, arrived_at, column_name]
--- */
with rows as (
  select
    'events' as log,
    cast(source as varchar) as source,
    date_trunc('day', ingest_time) as arrived_at,
    c.column_name,
    case c.column_name
      when 'currency' then coalesce(price, revenue, subtotal, total) is not null
      when 'order_id' then type in ('order_completed', 'order_updated', 'order_refunded', 'order_cancelled')
      when 'product_id' then type in ('product_viewed', 'product_clicked', 'product_added', 'product_removed')
      when 'query' then type = 'products_searched'
      when 'user_id, anonymous_id or device_id' then true
    end as is_due,
    case c.column_name
      when 'currency' then currency is not null
      when 'order_id' then order_id is not null
      when 'product_id' then product_id is not null
      when 'query' then query is not null
      when 'user_id, anonymous_id or device_id' then coalesce(user_id, anonymous_id, device_id) is not null
    end as is_filled
  from logs.events
  cross join (
    select column1 as column_name
    from (values ('currency'), ('order_id'), ('product_id'), ('query'), ('user_id, anonymous_id or device_id')) names
  ) c
  union all
  select
    'decisions',
    cast(source as varchar),
    date_trunc('day', ingest_time),
    'trigger_time',
    trigger_event_id is not null,
    trigger_time is not null
  from logs.decisions
  union all
  select
    'decisions',
    cast(source as varchar),
    date_trunc('day', ingest_time),
    'variant_id',
    experiment_id is not null,
    variant_id is not null
  from logs.decisions
  union all
  select
    'deliveries',
    cast(source as varchar),
    date_trunc('day', ingest_time),
    'suppress_reason',
    status = 'suppressed',
    suppress_reason is not null
  from logs.deliveries
)
select log, source, arrived_at, column_name, count(*) as due, count(*) filter (where is_filled) as filled
from rows
where is_due
group by log, source, arrived_at, column_name
