/* ---
title: Complaints per thousand messages
question: How many of a thousand messages are reported as spam?
description: |
  Messages that their reader reported as spam within 7 days, of a thousand that reached somebody; each message counts
  once. per_1000_people has people above and below the line. Only some mailbox providers tell of complaints, so that the
  truth is higher, and a change of providers changes the figure. Only messages whose 7 days are over count; so_far
  includes the others and is lower. Google asks senders to stay below 1 and never to reach 3.
owner: lifecycle
unit: per_1000
direction: down_is_good
time: reached_at
dimensions: [campaign_id, channel, market]
measures: [complaint_per_1000, per_1000_people, complaints]
additive: [complaints, n]
thresholds: {good: 1, poor: 3}
matures: reached_at + $window
interval: Wilson 95 %
parameters:
  window: {type: duration, default: 7d, doc: How long after the message a complaint still counts against it.}
sources: [W48, C50, "https://support.google.com/a/answer/81126"]
needs: [deliveries]
--- */
with outcomes as (
  select
    *,
    coalesce(date_part('epoch', complained_at - reached_at) < $window, false) as is_complaint
  from model.messages
  where reached_at >= $from
    and reached_at < $to
)
select
  1000 * avg(cast(is_complaint as double)) as complaint_per_1000,
  1000.0 * count(distinct person_id) filter (where is_complaint)
    / nullif(count(distinct person_id), 0) as per_1000_people,
  count(*) filter (where is_complaint) as complaints,
  count(*) as n,
  1000 * proportion_lo(count(*) filter (where is_complaint), count(*)) as lo,
  1000 * proportion_hi(count(*) filter (where is_complaint), count(*)) as hi
from outcomes
