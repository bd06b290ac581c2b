/* ---
title: Dismiss rate
question: What share of what we show do people wave away?
description: |
  Messages dismissed within a day, over messages that were shown on a screen; each message counts once. A message that
  was delivered and of which nobody knows whether it was shown is not in it, such as most e-mails. Some devices tell
  of no dismissal, so that channels are compared with care. people_rate has people above and below the line: the share
  who dismissed at least one. Only messages whose day is over count; so_far includes the others and is lower.
owner: lifecycle
unit: ratio
direction: down_is_good
time: displayed_at
dimensions: [campaign_id, channel, market]
measures: [dismiss_rate, people_rate, dismissed]
additive: [dismissed, n]
matures: displayed_at + $window
interval: Wilson 95 %
parameters:
  window: {type: duration, default: 1d, doc: How long after it was shown a dismissal still counts.}
sources: [S08, W48, C50]
needs: [deliveries]
--- */
with outcomes as (
  select
    displayed_at,
    campaign_id,
    channel,
    market,
    person_id,
    coalesce(date_part('epoch', dismissed_at - displayed_at) < $window, false) as is_dismissed
  from model.messages
  where displayed_at >= $from
    and displayed_at < $to
)
select
  avg(cast(is_dismissed as double)) as dismiss_rate,
  count(distinct person_id) filter (where is_dismissed)
    / nullif(cast(count(distinct person_id) as double), 0) as people_rate,
  count(*) filter (where is_dismissed) as dismissed,
  count(*) as n,
  proportion_lo(count(*) filter (where is_dismissed), count(*)) as lo,
  proportion_hi(count(*) filter (where is_dismissed), count(*)) as hi
from outcomes
