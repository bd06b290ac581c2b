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
time: ingest_time
dimensions: [defect, log, source]
measures: [defect_rate, defects]
additive: [defects, n]
target: 0
thresholds: {good: 0.0001, poor: 0.001}
interval: Wilson 95 %
chart: bar
sources: [R32]
needs: [events]
--- */
with facts as (
  select 'events' as log, source, event_time, client_time, received_time, ingest_time, cast(null as boolean) as is_negative from logs.events
  union all
  select 'orders', source, event_time, client_time, received_time, ingest_time, null from logs.orders
  union all
  select 'deliveries', source, event_time, client_time, received_time, ingest_time, null from logs.deliveries
  union all
  select 'approvals', source, event_time, client_time, received_time, ingest_time, null from logs.approvals
  union all
  select 'identity_observations', source, event_time, client_time, received_time, ingest_time, null from logs.identity_observations
  union all
  select 'assignments', source, event_time, client_time, received_time, ingest_time, null from logs.assignments
  union all
  select 'exposures', source, event_time, client_time, received_time, ingest_time, null from logs.exposures
  union all
  select
    'decisions',
    source,
    event_time,
    client_time,
    received_time,
    ingest_time,
    coalesce(decision_time < request_time, false)
      or coalesce(response_time < decision_time, false)
      or coalesce(rendered_time < decision_time, false)
      or coalesce(least(queue_ms, identity_ms, feature_ms, policy_ms, content_ms) < 0, false)
  from logs.decisions
),
clocks as (
  -- Timestamps are whole microseconds; as fractions of seconds they cannot overflow.
  select
    log,
    cast(source as varchar) as source,
    ingest_time,
    cast(event_time as bigint) / 1e6 as event_s,
    cast(coalesce(received_time, ingest_time) as bigint) / 1e6 as received_s,
    abs(cast(client_time as bigint) - cast(event_time as bigint)) / 1e6 as device_off_s,
    is_negative
  from facts
),
readings as (
  select
    *,
    event_s - received_s as ahead_s,
    abs(event_s - received_s - 3600 * round((event_s - received_s) / 3600)) as off_whole_hours_s,
    event_s < 946684800 as is_before_2000,
    event_s * 1e3 between received_s - 30 * 86400 and received_s + 86400
      or event_s * 1e6 between received_s - 30 * 86400 and received_s + 86400
      or event_s / 1e3 between received_s - 30 * 86400 and received_s + 86400 as is_other_unit
  from clocks
),
checks as (
  select
    r.ingest_time,
    r.log,
    r.source,
    d.defect,
    case d.defect
      when 'unit' then is_other_unit
      when 'epoch' then is_before_2000 and not is_other_unit
      when 'local_time' then ahead_s between 3540 and 50460 and off_whole_hours_s <= 60
      when 'ahead' then ahead_s > 60 and ahead_s <= 50460 and not (ahead_s >= 3540 and off_whole_hours_s <= 60)
      when 'future' then ahead_s > 50460 and not is_other_unit
      when 'device_clock' then coalesce(device_off_s > 60, false)
      when 'negative_duration' then is_negative
    end as is_defect
  from readings r
  cross join (
    select column1 as defect
    from (values ('unit'), ('epoch'), ('local_time'), ('ahead'), ('future'), ('device_clock'), ('negative_duration')) names
  ) d
)
select
  avg(cast(is_defect as double)) as defect_rate,
  sum(cast(is_defect as bigint)) as defects,
  count(is_defect) as n,
  proportion_lo(sum(cast(is_defect as bigint)), count(is_defect)) as lo,
  proportion_hi(sum(cast(is_defect as bigint)), count(is_defect)) as hi
from checks
where ingest_time >= $from
  and ingest_time < $to
  and is_defect is not null
