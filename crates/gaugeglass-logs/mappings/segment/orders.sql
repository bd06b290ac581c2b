/* ---
title: Order Completed of Segment and RudderStack
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
    device: {type: text}
    os: {name: text}
    timezone: text
  properties:
    order_id: text
    currency: text
    revenue: text
    subtotal: text
    total: text
    tax: text
    shipping: text
    discount: text
    products: [{product_id: text, sku: text, quantity: text, price: text, category: text, coupon: text, position: text}]
carries: orders as the shop reports them; prefer the export of the order system, which also knows refunds and cancellations
coarser: {event_time: ms, client_time: ms, sent_time: ms, received_time: ms, placed_time: ms}
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
  - source_set
  - fx_rate_date
  - revenue_base
  - refunded_amount
  - last_refund_time
  - cancelled_time
--- */
with calls as (
  select
    *,
    lower(coalesce(context['device']['type'], context['os']['name'])) as device_type,
    try_cast(coalesce(properties['revenue'], properties['subtotal']) as decimal(18, 4)) as revenue,
    try_cast(properties['discount'] as decimal(18, 4)) as discount
  from source
)
select
  "messageId" as event_id,
  coalesce("projectId", "writeKey", context['library']['name']) as source,
  'order_placed' as type,
  try_cast(timestamp as timestamp) as event_time,
  try_cast("originalTimestamp" as timestamp) as client_time,
  try_cast("sentAt" as timestamp) as sent_time,
  try_cast("receivedAt" as timestamp) as received_time,
  _landed as ingest_time,
  'ms' as time_precision,
  case when channel = 'server' then 'server' else 'client' end as clock_source,
  context['timezone'] as tz,
  properties['order_id'] as order_id,
  "userId" as user_id,
  "anonymousId" as anonymous_id,
  try_cast(timestamp as timestamp) as placed_time,
  'placed' as status,
  case
    when device_type in ('ios', 'android') then device_type
    when context['library']['name'] like '%ios%' then 'ios'
    when context['library']['name'] like '%android%' then 'android'
    when context['library']['name'] in ('analytics.js', 'RudderLabs JavaScript SDK') then 'web'
    when channel in ('web', 'client') then 'web'
  end as channel,
  properties['products'] as items,
  properties['currency'] as currency,
  revenue + coalesce(discount, 0) as gross_revenue,
  discount,
  try_cast(properties['shipping'] as decimal(18, 4)) as shipping,
  try_cast(properties['tax'] as decimal(18, 4)) as tax,
  try_cast(properties['total'] as decimal(18, 4)) as total
from calls
where type = 'track'
  and event = 'Order Completed'
