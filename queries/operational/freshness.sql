/* ---
title: Freshness
question: How old is the newest data of the source that lags most?
description: |
  Hours from the newest row that landed in storage until now, for the source furthest behind. event_age_h does the same
  for the time at which things happened: when it grows and ingest_age_h does not, old events are being delivered on time.
owner: data platform
unit: h
direction: down_is_good
dimensions: [log, source]
grains: [total]
measures: [ingest_age_h, event_age_h]
target: 24
thresholds: {good: 24, poor: 48}
chart: bar
sources: [R34]
judged_with: [events, orders, decisions, deliveries, approvals, identity_observations, assignments, exposures]
--- */
select
  -- Timestamps are whole microseconds.
  max(cast($as_of as bigint) - cast(max_ingest_time as bigint)) / 3.6e9 as ingest_age_h,
  -- A clock that runs ahead cannot make a source fresher than now.
  max(greatest(cast($as_of as bigint) - cast(max_event_time as bigint), 0)) / 3.6e9 as event_age_h,
  count(*) as n
from meta.freshness
where max_ingest_time is not null
