/* ---
title: Waiting and conversion
question: Do people who wait longer for an answer buy less?
description: |
  By how much the share of people who order within 7 days differs per 100 ms that the answer took longer: the slope of a
  straight line through everybody at their first decision in a use case. What makes answers slow also tells people
  apart (devices, networks, places, hours), and this number has all of that in it: metrics.latency_effect has not. The same
  slope over orders of the 14 days before the request (before_difference) must be 0, since no wait can have changed them;
  where its interval leaves 0 out, confounded is 1. Delay that an experiment added is taken off the wait. Use cases
  differ in who meets them: slice by use_case_id. metrics.latency_conversion has the figures by length of the wait.
owner: decisioning
unit: points
direction: up_is_good
time: request_time
dimensions: [use_case_id, channel, market]
measures: [conversion_difference, before_difference, confounded, conversion_rate]
grade: E2
matures: request_time + 7d
interval: ordinary least squares, 95 %
chart: bar
link:
  gap: Each 100 ms that an answer takes longer
  outcome: the difference in conversion shown here
  estimand: Difference in the share of people who order within 7 days, per 100 ms, over people at their first decision in a use case.
  excluded: Unanswered requests, clocks of whole seconds, held-out people, bots and testers.
  negative_control: Orders of the 14 days before the request.
  stronger: Add a small delay to a few requests by chance (an experiment of kind latency_injection), with a stop rule.
sources: [R29]
needs: [decisions, events]
--- */
with people as (
  select *, waited_ms / 100 as waited_100ms
  from model.first_decisions
  where is_measurable
    and waited_ms is not null
)
select
  slope(cast(is_converted as double), waited_100ms) as conversion_difference,
  slope(cast(is_buyer_before as double), waited_100ms) as before_difference,
  cast(
    slope_lo(cast(is_buyer_before as double), waited_100ms) > 0
      or slope_hi(cast(is_buyer_before as double), waited_100ms) < 0 as bigint
  ) as confounded,
  avg(cast(is_converted as double)) as conversion_rate,
  count(*) as n,
  slope_lo(cast(is_converted as double), waited_100ms) as lo,
  slope_hi(cast(is_converted as double), waited_100ms) as hi
from people
where request_time >= $from
  and request_time < $to
