/* ---
title: Snowplow enriched events
format: tsv
header: [
  app_id, platform, etl_tstamp, collector_tstamp, dvce_created_tstamp, event, event_id, txn_id, name_tracker,
  v_tracker, v_collector, v_etl, user_id, user_ipaddress, user_fingerprint, domain_userid, domain_sessionidx,
  network_userid, geo_country, geo_region, geo_city, geo_zipcode, geo_latitude, geo_longitude,
  geo_region_name, ip_isp, ip_organization, ip_domain, ip_netspeed, page_url, page_title, page_referrer,
  page_urlscheme, page_urlhost, page_urlport, page_urlpath, page_urlquery, page_urlfragment, refr_urlscheme,
  refr_urlhost, refr_urlport, refr_urlpath, refr_urlquery, refr_urlfragment, refr_medium, refr_source,
  refr_term, mkt_medium, mkt_source, mkt_term, mkt_content, mkt_campaign, contexts, se_category, se_action,
  se_label, se_property, se_value, unstruct_event, tr_orderid, tr_affiliation, tr_total, tr_tax, tr_shipping,
  tr_city, tr_state, tr_country, ti_orderid, ti_sku, ti_name, ti_category, ti_price, ti_quantity,
  pp_xoffset_min, pp_xoffset_max, pp_yoffset_min, pp_yoffset_max, useragent, br_name, br_family, br_version,
  br_type, br_renderengine, br_lang, br_features_pdf, br_features_flash, br_features_java,
  br_features_director, br_features_quicktime, br_features_realplayer, br_features_windowsmedia,
  br_features_gears, br_features_silverlight, br_cookies, br_colordepth, br_viewwidth, br_viewheight, os_name,
  os_family, os_manufacturer, os_timezone, dvce_type, dvce_ismobile, dvce_screenwidth, dvce_screenheight,
  doc_charset, doc_width, doc_height, tr_currency, tr_total_base, tr_tax_base, tr_shipping_base, ti_currency,
  ti_price_base, base_currency, geo_timezone, mkt_clickid, mkt_network, etl_tags, dvce_sent_tstamp,
  refr_domain_userid, refr_dvce_tstamp, derived_contexts, domain_sessionid, derived_tstamp, event_vendor,
  event_name, event_format, event_version, event_fingerprint, true_tstamp
  ]
columns:
  app_id: text
  platform: text
  etl_tstamp: text
  collector_tstamp: text
  dvce_created_tstamp: text
  event_id: text
  user_id: text
  domain_userid: text
  network_userid: text
  geo_country: text
  geo_region: text
  geo_city: text
  page_url: text
  page_urlpath: text
  page_referrer: text
  mkt_campaign: text
  tr_orderid: text
  tr_total: text
  tr_tax: text
  tr_shipping: text
  tr_currency: text
  useragent: text
  os_timezone: text
  dvce_type: text
  dvce_ismobile: text
  dvce_sent_tstamp: text
  domain_sessionid: text
  derived_tstamp: text
  event_name: text
  unstruct_event: {json: {data: {schema: text, data: {type: text, terms: [text], category: text}}}}
  contexts:
    json:
      data:
        - schema: text
          data:
            id: text
            variant: text
            category: text
            brand: text
            price: text
            quantity: text
            position: text
            currency: text
            cart_id: text
            transaction_id: text
            revenue: text
            tax: text
            shipping: text
            discount_amount: text
            discount_code: text
            latitudeLongitudeAccuracy: text
            osType: text
            appleIdfv: text
            appleIdfa: text
            androidIdfa: text
            decision_id: text
            message_id: text
carries: all events; products, carts and transactions from the entities of Snowplow's e-commerce tracking
coarser: {event_time: ms, client_time: ms, sent_time: ms, received_time: ms, ingest_time: ms, type: snake_case}
cannot_carry:
  - trace_id
  - span_id
  - schema_ref
  - environment
  - is_test
  - is_bot
  - bot_reason
  - extra
  - person_id_at_ingest
  - checkout_id
  - total
  - consent_state
--- */
with entities as (
  select
    *,
    unstruct_event['data']['data'] as action,
    array_filter(contexts['data'], entity -> entity['schema'] like '%/product/jsonschema/%') as products,
    array_filter(contexts['data'], entity -> entity['schema'] like '%/cart/jsonschema/%')[1]['data'] as cart,
    array_filter(contexts['data'], entity -> entity['schema'] like '%/transaction/jsonschema/%')[1]['data'] as payment,
    array_filter(contexts['data'], entity -> entity['schema'] like '%/mobile_context/jsonschema/%')[1]['data'] as device,
    array_filter(contexts['data'], entity -> entity['schema'] like '%/geolocation_context/jsonschema/%')[1]['data'] as place,
    array_filter(contexts['data'], entity -> entity['schema'] like '%/decision/jsonschema/%')[1]['data'] as decision
  from source
),
actions as (
  select
    *,
    case
      when event_name = 'page_view' then 'page_viewed'
      when event_name = 'screen_view' then 'page_viewed'
      when event_name = 'site_search' then 'products_searched'
      when event_name <> 'snowplow_ecommerce_action' then lower(event_name)
      when action['type'] = 'product_view' then 'product_viewed'
      when action['type'] = 'list_view' then 'product_list_viewed'
      when action['type'] = 'list_click' then 'product_clicked'
      when action['type'] = 'add_to_cart' then 'product_added'
      when action['type'] = 'remove_from_cart' then 'product_removed'
      when action['type'] = 'checkout_step' then 'checkout_started'
      when action['type'] = 'promo_view' then 'promotion_viewed'
      when action['type'] = 'promo_click' then 'promotion_clicked'
      when action['type'] = 'transaction' then 'order_completed'
      when action['type'] = 'refund' then 'order_refunded'
      else lower(action['type'])
    end as name
  from entities
),
named as (
  select
    *,
    -- An action on one product, or an intent of buying it, names it in the row; any other lists what it is about.
    case
      when name in ('product_viewed', 'product_clicked', 'product_added', 'product_removed', 'intent_detected')
        then products[1]['data']
    end as product
  from actions
)
select
  event_id,
  app_id as source,
  name as type,
  try_cast(derived_tstamp as timestamp) as event_time,
  try_cast(dvce_created_tstamp as timestamp) as client_time,
  try_cast(dvce_sent_tstamp as timestamp) as sent_time,
  try_cast(collector_tstamp as timestamp) as received_time,
  try_cast(etl_tstamp as timestamp) as ingest_time,
  'ms' as time_precision,
  case when platform = 'srv' then 'server' else 'client' end as clock_source,
  os_timezone as tz,
  user_id,
  coalesce(domain_userid, network_userid) as anonymous_id,
  coalesce(device['appleIdfv'], device['appleIdfa'], device['androidIdfa']) as device_id,
  domain_sessionid as session_id,
  case
    when platform = 'web' and dvce_ismobile in ('1', 'true') then 'mobile_web'
    when platform = 'web' then 'web'
    when platform = 'mob' then lower(device['osType'])
  end as channel,
  lower(coalesce(device['osType'], dvce_type)) as platform,
  page_url as url,
  page_urlpath as path,
  page_referrer as referrer,
  useragent as user_agent,
  geo_country as country,
  geo_region as region,
  geo_city as city,
  try_cast(place['latitudeLongitudeAccuracy'] as real) as geo_accuracy_m,
  array_to_string(action['terms'], ' ') as query,
  lower(regexp_replace(trim(array_to_string(action['terms'], ' ')), '\s+', ' ', 'g')) as query_norm,
  product['id'] as product_id,
  product['variant'] as sku,
  coalesce(action['category'], product['category']) as category,
  product['brand'] as brand,
  cart['cart_id'] as cart_id,
  coalesce(payment['transaction_id'], tr_orderid) as order_id,
  try_cast(product['quantity'] as int) as quantity,
  try_cast(product['price'] as decimal(18, 4)) as price,
  coalesce(payment['currency'], product['currency'], tr_currency) as currency,
  try_cast(payment['revenue'] as decimal(18, 4)) as revenue,
  try_cast(payment['revenue'] as decimal(18, 4)) as subtotal,
  try_cast(tr_total as decimal(18, 4)) as total,
  try_cast(coalesce(payment['tax'], tr_tax) as decimal(18, 4)) as tax,
  try_cast(coalesce(payment['shipping'], tr_shipping) as decimal(18, 4)) as shipping,
  try_cast(payment['discount_amount'] as decimal(18, 4)) as discount,
  payment['discount_code'] as coupon,
  case
    when product is null and array_length(products) > 0 then array_transform(
      products,
      entity -> named_struct(
        'product_id', entity['data']['id'],
        'sku', entity['data']['variant'],
        'quantity', entity['data']['quantity'],
        'price', entity['data']['price'],
        'category', entity['data']['category'],
        'coupon', cast(null as varchar),
        'position', entity['data']['position']
      )
    )
  end as items,
  mkt_campaign as campaign_id,
  decision['message_id'] as message_id,
  decision['decision_id'] as decision_id
from named
