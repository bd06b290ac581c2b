/* ---
title: Channels that contradict each other
question: How often does one channel say what another channel should have stopped?
description: |
  Messages that contradict what another channel knew in the day before, over all messages sent. after_purchase: the
  message offers a product that its person had ordered on another channel. after_suppression: the same campaign was held
  back for the same person on another channel, because consent was missing or a cap was reached. A message can be both,
  and counts once. unnamed_share is the share of messages that name no product, for which the first cannot be found;
  where none names one and nothing was held back, nothing is known. Products come from the delivery log, so content that
  is filled in later is not seen.
owner: lifecycle marketing
unit: ratio
direction: down_is_good
time: sent_at
dimensions: [channel, campaign_id]
measures: [contradiction_rate, after_purchase, after_suppression, unnamed_share]
additive: [after_purchase, after_suppression, n]
target: 0
thresholds: {good: 0.001, poor: 0.01}
interval: Wilson 95 %
sources: [W49]
needs: [deliveries, orders]
--- */
with items as (
  select message_id, item['product_id'] as product_id
  from (select message_id, unnest(items) as item from logs.deliveries where status = 'sent') contents
),
named as (
  select distinct message_id, product_id
  from items
  where product_id is not null
),
purchases as (
  select person_id, channel, placed_time, unnest(product_ids) as product_id
  from model.orders
  where product_ids is not null
),
bought as (
  select distinct m.message_id
  from model.messages m
  join named i on i.message_id = m.message_id
  join purchases o
    on o.person_id = m.person_id
    and o.product_id = i.product_id
    and o.placed_time <= m.sent_at
    and o.placed_time > m.sent_at - interval '1 day'
    and coalesce(o.channel <> m.channel, true)
),
held_back as (
  select distinct m.message_id
  from model.messages m
  join logs.deliveries d
    on d.user_id = m.person_id
    and d.campaign_id = m.campaign_id
    and d.status = 'suppressed'
    and d.suppress_reason in ('no_consent', 'frequency_cap', 'rate_limit')
    and d.event_time <= m.sent_at
    and d.event_time > m.sent_at - interval '1 day'
    and cast(d.channel as varchar) <> m.channel
),
messages as (
  select
    m.message_id,
    m.sent_at,
    m.channel,
    m.campaign_id,
    b.message_id is not null as is_bought,
    h.message_id is not null as is_held_back,
    n.message_id is null as is_unnamed
  from model.messages m
  left join bought b on b.message_id = m.message_id
  left join held_back h on h.message_id = m.message_id
  left join (select distinct message_id from named) n on n.message_id = m.message_id
  where m.sent_at is not null
)
select
  case when bool_or(is_held_back or not is_unnamed) then avg(cast(is_bought or is_held_back as double)) end as contradiction_rate,
  count(*) filter (where is_bought) as after_purchase,
  count(*) filter (where is_held_back) as after_suppression,
  avg(cast(is_unnamed as double)) as unnamed_share,
  count(*) as n,
  proportion_lo(count(*) filter (where is_bought or is_held_back), count(*)) as lo,
  proportion_hi(count(*) filter (where is_bought or is_held_back), count(*)) as hi
from messages
where sent_at >= $from
  and sent_at < $to
