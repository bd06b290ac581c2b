/* ---
title: Click to conversion
question: Of those who click a message, how many order?
description: |
  People with an order within 3 days of a click, over people who clicked, among the messages sent in the period and
  clicked within a week. Clicks by machines and scanners are out. A person counts once, however many messages they got.
  Who clicks has mostly decided already: the figure selects on what the message caused and says nothing of what it
  changed, which is cart_recovery's business. per_delivered and per_sent have the same people above the line and everyone
  the messages reached, or were sent to, below it; no common figure of so many percent fits those. An order after clicks
  in two campaigns counts in both. Messages that name no customer and no known address are out. Only messages whose ten
  days are over count; so_far includes the others.
owner: lifecycle
unit: ratio
direction: up_is_good
time: sent_at
dimensions: [campaign_id, channel, market]
measures: [click_to_conversion, click_rate, per_delivered, per_sent]
matures: sent_at + $click_within + $window
interval: Wilson 95 %
parameters:
  click_within: {type: duration, default: 7d, doc: How long after sending a click still counts.}
  window: {type: duration, default: 3d, doc: How long after the click an order still counts.}
sources: [S14]
needs: [deliveries]
--- */
with sent as (
  select
    message_id,
    person_id,
    campaign_id,
    channel,
    market,
    sent_at,
    reached_at,
    case when date_part('epoch', clicked_at - sent_at) < $click_within then clicked_at end as clicked_at
  from model.messages
  where sent_at >= $from
    and sent_at < $to
    and person_id is not null
),
converted as (
  select distinct s.message_id
  from sent s
  join model.orders o
    on o.person_id = s.person_id
    and o.placed_time >= s.clicked_at
    and date_part('epoch', o.placed_time - s.clicked_at) < $window
),
outcomes as (
  select
    s.sent_at,
    s.campaign_id,
    s.channel,
    s.market,
    -- Each column names the person where they count, so that people are counted and not messages.
    s.person_id as recipient,
    case when s.reached_at is not null then s.person_id end as reached,
    case when s.clicked_at is not null then s.person_id end as clicker,
    case when c.message_id is not null then s.person_id end as converter
  from sent s
  left join converted c on c.message_id = s.message_id
)
select
  count(distinct converter) / nullif(cast(count(distinct clicker) as double), 0) as click_to_conversion,
  count(distinct clicker) / nullif(cast(count(distinct reached) as double), 0) as click_rate,
  count(distinct converter) / nullif(cast(count(distinct reached) as double), 0) as per_delivered,
  count(distinct converter) / nullif(cast(count(distinct recipient) as double), 0) as per_sent,
  count(distinct clicker) as n,
  proportion_lo(count(distinct converter), count(distinct clicker)) as lo,
  proportion_hi(count(distinct converter), count(distinct clicker)) as hi
from outcomes
