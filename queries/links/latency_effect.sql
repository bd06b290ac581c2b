/* ---
title: What waiting costs
question: By how much does conversion change when answers are made 100 ms slower?
description: |
  Experiments of kind latency_injection delay answers by arm, so that those who wait longer differ in nothing else. By how
  much the share that orders within 7 days of the exposure changes per 100 ms of delay: the slope of a straight line
  through all arms, by the arm each unit was put in, around the latency of today. Beside it, what the same people's own
  waits say (seen_difference), which is an association: the gap between the two is what the logs alone would have got
  wrong. Where units went missing, blocked counts them and no effect is shown; units seen in several arms are out.
owner: decisioning
unit: points
direction: up_is_good
time: exposed_at
dimensions: [experiment_id, market]
measures: [conversion_difference, seen_difference, undelayed_rate, blocked]
additive: [blocked, n]
grade: E5
matures: exposed_at + 7d
interval: ordinary least squares, 95 %
chart: bar
link:
  gap: Each 100 ms that an answer takes longer
  outcome: the change in conversion shown here
  estimand: Change in the share of units that order within 7 days, per 100 ms of added delay, by the arm each was put in.
  excluded: Units seen in several arms, experiments whose arms do not have the planned sizes, bots and testers.
sources: [R29, W50]
needs: [experiments, exposures, decisions]
--- */
with delays as (
  -- Units without a logged decision still belong to their arm.
  select experiment_id, variant_id, avg(injected_delay_ms) / 100 as delay_100ms
  from model.experiment_answers
  group by experiment_id, variant_id
),
units as (
  select
    a.experiment_id,
    a.exposed_at,
    a.market,
    a.is_treated,
    a.is_blocked,
    d.delay_100ms,
    a.waited_ms / 100 as own_wait_100ms,
    case when not a.is_blocked then cast(a.is_converted as double) end as converted
  from model.experiment_answers a
  join delays d on d.experiment_id = a.experiment_id and d.variant_id = a.variant_id
  where a.kind = 'latency_injection'
)
select
  slope(converted, delay_100ms) as conversion_difference,
  slope(converted, own_wait_100ms) as seen_difference,
  avg(converted) filter (where not is_treated) as undelayed_rate,
  count(*) filter (where is_blocked) as blocked,
  count(*) as n,
  slope_lo(converted, delay_100ms) as lo,
  slope_hi(converted, delay_100ms) as hi
from units
where exposed_at >= $from
  and exposed_at < $to
