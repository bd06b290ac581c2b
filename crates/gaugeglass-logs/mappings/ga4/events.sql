/* ---
title: Google Analytics 4, the export to BigQuery
format: ndjson
columns:
  event_timestamp: text
  event_name: text
  event_params: [{key: text, value: {string_value: text, int_value: text, float_value: text, double_value: text}}]
  event_server_timestamp_offset: text
  event_bundle_sequence_id: text
  user_id: text
  user_pseudo_id: text
  stream_id: text
  platform: text
  device: {category: text, vendor_id: text, advertising_id: text}
  geo: {country: text, region: text, city: text}
  collected_traffic_source: {manual_campaign_id: text, manual_campaign_name: text}
  ecommerce: {transaction_id: text, purchase_revenue: text, tax_value: text, shipping_value: text}
  items:
    - item_id: text
      item_variant: text
      item_category: text
      item_brand: text
      quantity: text
      price: text
      coupon: text
      item_list_index: text
carries: all events; the parameters event_id, message_id, decision_id and cart_id where the site sends them
coarser: {type: snake_case}
cannot_carry:
  - client_time
  - sent_time
  - ingest_time
  - time_precision
  - tz
  - trace_id
  - span_id
  - schema_ref
  - environment
  - is_test
  - is_bot
  - bot_reason
  - extra
  - person_id_at_ingest
  - country
  - geo_accuracy_m
  - user_agent
  - checkout_id
  - subtotal
  - total
  - discount
  - consent_state
--- */
with parameters as (
  select
    *,
    array_filter(event_params, parameter -> parameter['key'] = 'event_id')[1]['value'] as id,
    array_filter(event_params, parameter -> parameter['key'] = 'ga_session_id')[1]['value'] as session,
    array_filter(event_params, parameter -> parameter['key'] = 'page_location')[1]['value'] as page,
    array_filter(event_params, parameter -> parameter['key'] = 'page_referrer')[1]['value'] as referrer,
    array_filter(event_params, parameter -> parameter['key'] = 'search_term')[1]['value'] as term,
    array_filter(event_params, parameter -> parameter['key'] = 'category')[1]['value'] as topic,
    array_filter(event_params, parameter -> parameter['key'] = 'currency')[1]['value'] as money,
    array_filter(event_params, parameter -> parameter['key'] = 'coupon')[1]['value'] as voucher,
    array_filter(event_params, parameter -> parameter['key'] = 'cart_id')[1]['value'] as cart,
    array_filter(event_params, parameter -> parameter['key'] = 'campaign_id')[1]['value'] as campaign,
    array_filter(event_params, parameter -> parameter['key'] = 'message_id')[1]['value'] as message,
    array_filter(event_params, parameter -> parameter['key'] = 'decision_id')[1]['value'] as decision
  from source
),
named as (
  select
    *,
    try_cast(event_timestamp as bigint) as micros,
    -- An action on one product, or an intent of buying it, names it in the row; any other lists what it is about.
    case
      when event_name in ('view_item', 'select_item', 'add_to_cart', 'remove_from_cart', 'intent_detected') then items[1]
    end as product
  from parameters
)
select
  coalesce(
    id['string_value'],
    concat_ws('/', user_pseudo_id, event_name, event_timestamp, event_bundle_sequence_id)
  ) as event_id,
  stream_id as source,
  case event_name
    when 'session_start' then 'session_started'
    when 'page_view' then 'page_viewed'
    when 'screen_view' then 'page_viewed'
    when 'search' then 'products_searched'
    when 'view_search_results' then 'products_searched'
    when 'view_item_list' then 'product_list_viewed'
    when 'select_item' then 'product_clicked'
    when 'view_item' then 'product_viewed'
    when 'add_to_cart' then 'product_added'
    when 'remove_from_cart' then 'product_removed'
    when 'view_cart' then 'cart_viewed'
    when 'view_promotion' then 'promotion_viewed'
    when 'select_promotion' then 'promotion_clicked'
    when 'begin_checkout' then 'checkout_started'
    when 'add_shipping_info' then 'checkout_step_completed'
    when 'add_payment_info' then 'payment_info_entered'
    when 'purchase' then 'order_completed'
    when 'refund' then 'order_refunded'
    when 'sign_up' then 'signed_up'
    when 'login' then 'signed_in'
    when 'file_download' then 'content_downloaded'
    when 'first_open' then 'app_opened'
    else lower(regexp_replace(trim(event_name), '[^A-Za-z0-9]+', '_', 'g'))
  end as type,
  to_timestamp_micros(micros) as event_time,
  to_timestamp_micros(micros + try_cast(event_server_timestamp_offset as bigint)) as received_time,
  _landed as ingest_time,
  'us' as time_precision,
  'client' as clock_source,
  user_id,
  user_pseudo_id as anonymous_id,
  coalesce(device['vendor_id'], device['advertising_id']) as device_id,
  coalesce(session['string_value'], session['int_value']) as session_id,
  case
    when platform = 'WEB' and device['category'] = 'mobile' then 'mobile_web'
    else lower(platform)
  end as channel,
  case when platform = 'WEB' then lower(device['category']) else lower(platform) end as platform,
  page['string_value'] as url,
  regexp_match(page['string_value'], '^[a-z]+://[^/]+(/[^?#]*)')[1] as path,
  referrer['string_value'] as referrer,
  -- The export names countries in words; the contract asks for the code.
  case when geo['country'] like '__' then geo['country'] end as country,
  geo['region'] as region,
  geo['city'] as city,
  term['string_value'] as query,
  lower(regexp_replace(trim(term['string_value']), '\s+', ' ', 'g')) as query_norm,
  product['item_id'] as product_id,
  product['item_variant'] as sku,
  coalesce(topic['string_value'], product['item_category']) as category,
  product['item_brand'] as brand,
  coalesce(cart['string_value'], cart['int_value']) as cart_id,
  ecommerce['transaction_id'] as order_id,
  try_cast(product['quantity'] as int) as quantity,
  try_cast(product['price'] as decimal(18, 4)) as price,
  money['string_value'] as currency,
  try_cast(ecommerce['purchase_revenue'] as decimal(18, 4)) as revenue,
  try_cast(ecommerce['tax_value'] as decimal(18, 4)) as tax,
  try_cast(ecommerce['shipping_value'] as decimal(18, 4)) as shipping,
  voucher['string_value'] as coupon,
  case
    when product is null and array_length(items) > 0 then array_transform(
      items,
      item -> named_struct(
        'product_id', item['item_id'],
        'sku', item['item_variant'],
        'quantity', item['quantity'],
        'price', item['price'],
        'category', item['item_category'],
        'coupon', item['coupon'],
        'position', item['item_list_index']
      )
    )
  end as items,
  coalesce(
    campaign['string_value'],
    collected_traffic_source['manual_campaign_id'],
    collected_traffic_source['manual_campaign_name']
  ) as campaign_id,
  message['string_value'] as message_id,
  decision['string_value'] as decision_id
from named
