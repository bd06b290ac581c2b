/* ---
title: Propagation delay
question: How long does it take until the next system knows?
description: |
  Seconds from a record in one system until the record it leads to in the next, matched by key: from the customer's
  signal to the request for a decision, from a decision to the first status of its message, from the first sight of an
  identifier the map did not know to its place there. q99_s is the slowest 1 %, by nearest rank; matched_share is how many
  records of the first system the next one ever answered. A record that names a time before its cause is left out of
  the quantiles; before_cause counts it.
owner: data platform
unit: s
direction: down_is_good
time: produced_at
dimensions: [edge]
measures: [q99_s, q50_s, matched_share, before_cause]
additive: [before_cause, n]
chart: bar
sources: [R34]
needs: [decisions]
judged_with: [deliveries, identity_observations, identity_map]
--- */
with delays as (
  -- Timestamps are whole microseconds.
  select edge, produced_at, (cast(consumed_at as bigint) - cast(produced_at as bigint)) / 1e6 as delay_s
  from model.propagations
)
select
  quantile_with_misses(0.99, delay_s) filter (where delay_s >= 0) as q99_s,
  quantile_with_misses(0.5, delay_s) filter (where delay_s >= 0) as q50_s,
  avg(cast(delay_s is not null as double)) as matched_share,
  count(*) filter (where delay_s < 0) as before_cause,
  count(*) as n
from delays
where produced_at >= $from
  and produced_at < $to
