/* ---
title: Readings of clocks
description: |
  How many facts of each log say a time at which they cannot have happened, by what is wrong with their clock. Against the
  first server clock (received_time, else ingest_time): other_unit, dated before 2000 or far ahead because seconds,
  milliseconds and microseconds were mixed up; epoch, dated before 2000 for another reason; local_time, ahead by whole
  hours, up to 14, as local time written as UTC is; ahead, by more than a minute up to 14 hours otherwise; future, by more.
  negative_duration, of the timed ones: a decision ends before it begins, or a stage of it takes less than nothing.
  device_off: the device's own clock is off by more than a minute, and the time of the event is corrected for it. faulty is
  every fact with any of these but the last; received counts those with a received_time.
grain: one row per log, source and quarter of an hour of arrival
key: [log, source, arrived_at]
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
    -- Fine enough for the days of every time zone.
    -- date_bin gives nanoseconds.
    arrow_cast(date_bin(interval '15 minutes', ingest_time), 'Timestamp(Microsecond, Some("UTC"))') as arrived_at,
    received_time,
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
judged as (
  select
    *,
    case
      when is_other_unit then 'other_unit'
      when is_before_2000 then 'epoch'
      when ahead_s between 3540 and 50460 and off_whole_hours_s <= 60 then 'local_time'
      when ahead_s > 50460 then 'future'
      when ahead_s > 60 then 'ahead'
    end as fault
  from readings
)
select
  log,
  source,
  arrived_at,
  count(ahead_s) as facts,
  count(received_time) as received,
  count(is_negative) as timed,
  count(*) filter (where fault = 'other_unit') as other_unit,
  count(*) filter (where fault = 'epoch') as epoch,
  count(*) filter (where fault = 'local_time') as local_time,
  count(*) filter (where fault = 'ahead') as ahead,
  count(*) filter (where fault = 'future') as future,
  count(*) filter (where is_negative) as negative_duration,
  count(*) filter (where device_off_s > 60) as device_off,
  count(*) filter (where fault is not null or is_negative) as faulty
from judged
group by log, source, arrived_at
