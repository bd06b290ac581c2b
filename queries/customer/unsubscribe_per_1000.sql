/* ---
title: Unsubscriptions per thousand messages
question: How many of a thousand messages make somebody leave?
description: |
  Messages whose reader unsubscribed within 7 days, of a thousand that reached somebody; each message counts once. Links
  followed by machines are out. per_1000_people has people above and below the line: who got many messages weighs no more
  than others. Someone who left by a page of preferences, and not by a message, is not here, and neither is who leaves
  without a word. Only messages whose 7 days are over count; so_far includes the others and is lower.
owner: lifecycle
unit: per_1000
direction: down_is_good
time: reached_at
dimensions: [campaign_id, channel, market]
measures: [unsubscribe_per_1000, per_1000_people, unsubscribed]
additive: [unsubscribed, n]
matures: reached_at + $window
interval: Wilson 95 %
parameters:
  window: {type: duration, default: 7d, doc: How long after the message an unsubscription still counts against it.}
sources: [W48, C50]
needs: [deliveries]
--- */
with outcomes as (
  select
    *,
    coalesce(date_part('epoch', unsubscribed_at - reached_at) < $window, false) as is_unsubscribed
  from model.messages
  where reached_at >= $from
    and reached_at < $to
)
select
  1000 * avg(cast(is_unsubscribed as double)) as unsubscribe_per_1000,
  1000.0 * count(distinct person_id) filter (where is_unsubscribed)
    / nullif(count(distinct person_id), 0) as per_1000_people,
  count(*) filter (where is_unsubscribed) as unsubscribed,
  count(*) as n,
  1000 * proportion_lo(count(*) filter (where is_unsubscribed), count(*)) as lo,
  1000 * proportion_hi(count(*) filter (where is_unsubscribed), count(*)) as hi
from outcomes
