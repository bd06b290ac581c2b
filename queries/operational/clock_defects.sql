/* ---
title: Clock defects
question: How many records say a time at which they cannot have happened?
description: |
  Checks that fail over checks made; every fact is checked for each defect whose clocks it has. By defect that is a
  share of facts. Against the first server clock (received_time, else ingest_time): unit, dated before 2000 or far ahead
  because seconds, milliseconds and microseconds were mixed up; epoch, dated before 2000 for another reason; local_time,
  ahead by whole hours, up to 14, as local time written as UTC is; ahead, by more than a minute up to 14 hours
  otherwise; future, by more. device_clock: the device's own clock is off by more than a minute; the time of the event
  is corrected for it. negative_duration: a decision ends before it begins, or a stage of it takes less than nothing.
  Counted on the day of arrival, since the time of the event is what is in doubt.
owner: data platform
unit: ratio
direction: down_is_good
time: arrived_at
dimensions: [defect, log, source]
measures: [defect_rate, defects]
additive: [defects, n]
target: 0
thresholds: {good: 0.0001, poor: 0.001}
interval: Wilson 95 %
chart: bar
sources: [R32]
needs: [events]
judged_with: [orders, decisions, deliveries, approvals, identity_observations, assignments, exposures]
--- */
with checks as (
  select
    r.arrived_at,
    r.log,
    r.source,
    d.defect,
    case when d.defect = 'negative_duration' then r.timed else r.facts end as checked,
    case d.defect
      when 'unit' then r.other_unit
      when 'epoch' then r.epoch
      when 'local_time' then r.local_time
      when 'ahead' then r.ahead
      when 'future' then r.future
      when 'device_clock' then r.device_off
      when 'negative_duration' then r.negative_duration
    end as defects
  from model.clock_readings r
  cross join (
    select column1 as defect
    from (values ('unit'), ('epoch'), ('local_time'), ('ahead'), ('future'), ('device_clock'), ('negative_duration')) names
  ) d
)
select
  sum(defects) / nullif(cast(sum(checked) as double), 0) as defect_rate,
  coalesce(sum(defects), 0) as defects,
  coalesce(sum(checked), 0) as n,
  proportion_lo(sum(defects), sum(checked)) as lo,
  proportion_hi(sum(defects), sum(checked)) as hi
from checks
where arrived_at >= $from
  and arrived_at < $to
  and checked > 0
