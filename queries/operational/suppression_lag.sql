/* ---
title: Suppression lag
question: How long do messages go on after a customer has bought, unsubscribed or withdrawn consent?
description: |
  Hours from the moment messages should stop until the last one sent against it; the longest such time of the range. A
  purchase stops what was triggered before it; an unsubscription or a withdrawal stops every message on its channel
  until consent is given again. Messages up to 30 days after are looked at. A purchase may take grace (5 minutes) to
  be known, the others none: violated_share is the share of stops with a message after that, messages how many messages.
owner: lifecycle marketing
unit: h
direction: down_is_good
time: stopped_at
dimensions: [reason, channel, use_case_id]
measures: [lag_h, median_lag_h, violated_share, violated, messages]
additive: [violated, messages, n]
target: 0
thresholds: {good: 0, poor: 1}
chart: bar
parameters:
  grace: {type: duration, default: 5m, doc: Time that a purchase may take to be known.}
sources: [R34]
needs: [deliveries]
judged_with: [orders, decisions, consents]
--- */
with lags as (
  select
    *,
    -- Timestamps are whole microseconds.
    (cast(last_violation_at as bigint) - cast(stopped_at as bigint)) / 3.6e9 as lag_h,
    (cast(last_violation_at as bigint) - cast(stopped_at as bigint)) / 1e6 > case when reason = 'purchase' then $grace else 0 end as is_late
  from model.stops
)
select
  coalesce(max(lag_h), case when count(*) > 0 then 0.0 end) as lag_h,
  median(lag_h) as median_lag_h,
  avg(cast(coalesce(is_late, false) as double)) as violated_share,
  count(*) filter (where is_late) as violated,
  sum(messages) as messages,
  count(*) as n
from lags
where stopped_at >= $from
  and stopped_at < $to
