/* ---
title: Segment and RudderStack calls
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
    device: {id: text, type: text}
    os: {name: text}
    location: {country: text, region: text, city: text}
    page: {url: text, path: text, referrer: text}
    campaign: {id: text, name: text}
    userAgent: text
    timezone: text
    sessionId: text
  properties:
    query: text
    product_id: text
    sku: text
    category: text
    brand: text
    cart_id: text
    checkout_id: text
    order_id: text
    quantity: text
    price: text
    currency: text
    revenue: text
    subtotal: text
    total: text
    tax: text
    shipping: text
    discount: text
    coupon: text
    products: [{product_id: text, sku: text, quantity: text, price: text, category: text, coupon: text, position: text}]
    campaign_id: text
    message_id: text
    decision_id: text
carries: calls of track, page and screen; Experiment Viewed and the events of e-mails go to exposures and deliveries
coarser: {event_time: ms, client_time: ms, sent_time: ms, received_time: ms, type: snake_case}
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
  - person_id_at_ingest
  - geo_accuracy_m
  - consent_state
--- */
with calls as (
  select
    *,
    case type
      when 'page' then 'page_viewed'
      when 'screen' then 'page_viewed'
      else lower(regexp_replace(trim(event), '[^A-Za-z0-9]+', '_', 'g'))
    end as name,
    lower(coalesce(context['device']['type'], context['os']['name'])) as device_type
  from source
)
select
  "messageId" as event_id,
  coalesce("projectId", "writeKey", context['library']['name']) as source,
  case name
    when 'application_opened' then 'app_opened'
    else name
  end as type,
  try_cast(timestamp as timestamp) as event_time,
  try_cast("originalTimestamp" as timestamp) as client_time,
  try_cast("sentAt" as timestamp) as sent_time,
  try_cast("receivedAt" as timestamp) as received_time,
  _landed as ingest_time,
  'ms' as time_precision,
  case when channel = 'server' then 'server' else 'client' end as clock_source,
  context['timezone'] as tz,
  "userId" as user_id,
  "anonymousId" as anonymous_id,
  context['device']['id'] as device_id,
  context['sessionId'] as session_id,
  case
    when device_type in ('ios', 'android') then device_type
    when context['library']['name'] like '%ios%' then 'ios'
    when context['library']['name'] like '%android%' then 'android'
    when context['library']['name'] in ('analytics.js', 'RudderLabs JavaScript SDK') then 'web'
    when channel in ('web', 'client') then 'web'
  end as channel,
  device_type as platform,
  context['page']['url'] as url,
  context['page']['path'] as path,
  context['page']['referrer'] as referrer,
  context['userAgent'] as user_agent,
  context['location']['country'] as country,
  context['location']['region'] as region,
  context['location']['city'] as city,
  properties['query'] as query,
  lower(regexp_replace(trim(properties['query']), '\s+', ' ', 'g')) as query_norm,
  properties['product_id'] as product_id,
  properties['sku'] as sku,
  properties['category'] as category,
  properties['brand'] as brand,
  properties['cart_id'] as cart_id,
  properties['checkout_id'] as checkout_id,
  properties['order_id'] as order_id,
  try_cast(properties['quantity'] as int) as quantity,
  try_cast(properties['price'] as decimal(18, 4)) as price,
  properties['currency'] as currency,
  try_cast(properties['revenue'] as decimal(18, 4)) as revenue,
  try_cast(properties['subtotal'] as decimal(18, 4)) as subtotal,
  try_cast(properties['total'] as decimal(18, 4)) as total,
  try_cast(properties['tax'] as decimal(18, 4)) as tax,
  try_cast(properties['shipping'] as decimal(18, 4)) as shipping,
  try_cast(properties['discount'] as decimal(18, 4)) as discount,
  properties['coupon'] as coupon,
  properties['products'] as items,
  coalesce(properties['campaign_id'], context['campaign']['id'], context['campaign']['name']) as campaign_id,
  properties['message_id'] as message_id,
  properties['decision_id'] as decision_id
from calls
where type in ('track', 'page', 'screen')
  and name <> 'experiment_viewed'
  and name <> 'unsubscribed'
  and name not like 'email\_%' escape '\'
