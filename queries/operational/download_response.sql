/* ---
title: Answer to a download
question: How soon do we answer somebody who has downloaded a paper?
description: |
  Downloads answered in within (an hour) over all downloads that are that old, replayed from the events by the rule of
  the use case. Answered is when the message was delivered; a download that nobody answered counts as not answered and
  waits for ever in median_hours, so the median can be infinite. mean_hours is of the answered only, and a few very late
  answers make it large.
owner: business marketing
unit: ratio
direction: up_is_good
time: intended_at
dimensions: [channel, market]
measures: [within_the_hour, median_hours, mean_hours, unanswered]
additive: [unanswered, n]
target: 0.9
thresholds: {good: 0.9, poor: 0.5}
interval: Wilson 95 %
parameters:
  use_case: {type: text, default: b2b_download, doc: The use case whose intent is the download.}
  within: {type: duration, default: 60m, doc: Time in which an answer is due.}
sources: [C57]
needs: [events, use_cases, decisions, deliveries]
--- */
with downloads as (
  select *, wait_s / 3600 as wait_h, coalesce(wait_s <= $within, false) as is_answered_in_time
  from model.intent_ledger
  where use_case_id = $use_case
    and date_part('epoch', $as_of - intended_at) >= $within
)
select
  avg(cast(is_answered_in_time as double)) as within_the_hour,
  quantile_with_misses(0.5, wait_h) as median_hours,
  avg(wait_h) as mean_hours,
  count(*) filter (where wait_h is null) as unanswered,
  count(*) as n,
  proportion_lo(count(*) filter (where is_answered_in_time), count(*)) as lo,
  proportion_hi(count(*) filter (where is_answered_in_time), count(*)) as hi
from downloads
where intended_at >= $from
  and intended_at < $to
