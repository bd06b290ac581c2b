/* ---
id: S2
dimension: S
title: Systems hear of each other as soon as promised
description: |
  Of the records of the range that the next system answered, the slowest 5 %: how long the fastest of them took, over the
  freshness that the receiving log's systems promise (expected_freshness_warn_s, of several the shortest). The worst edge
  counts: 1 is the promise, 4 four times as long. What was never answered is the business of T3 and U6, and a record
  dated before its cause of U8. An edge without a promise, and no way from events to decisions or from there to
  deliveries, leaves the question open. Every record is looked at, so there is no interval.
severity: high
pass: 1
fail: 4
unit: none
house_default: true
owner: data platform
effort: large
remediation: |
  Replace what is exported in batches by a stream, first on the edge that metrics.integrations shows to be the slowest. Unknown
  without a key that both sides share, and without a promise: log trigger_event_id and trigger_time in decisions,
  decision_id in deliveries, recorded_time in identity_map, and feeds and expected_freshness_warn_s in systems.
unlocks: [propagation_delay]
needs: [systems.expected_freshness_warn_s, events, decisions.trigger_time, deliveries.decision_id]
sources: [R34, S27]
evidence: {key: [edge], where: e.q95_s > p.promised_s}
--- */
with promises as (
  select log, min(promised_s) as promised_s
  from (select unnest(feeds) as log, expected_freshness_warn_s as promised_s from logs.systems) feeds
  group by log
),
delays as (
  -- Timestamps are whole microseconds.
  select edge, (cast(consumed_at as bigint) - cast(produced_at as bigint)) / 1e6 as delay_s
  from model.propagations
  where produced_at >= $from
    and produced_at < $to
),
edges as (
  select edge, quantile_with_misses(0.95, delay_s) as q95_s, count(*) as records
  from delays
  where delay_s >= 0
  group by edge
)
select
  -- An edge without a key has no records: the others do not speak for it.
  case
    when count(*) filter (where e.edge in ('events > decisions', 'decisions > deliveries')) = 2 and count(*) = count(p.promised_s)
      then max(e.q95_s / p.promised_s)
  end as value,
  coalesce(sum(e.records), 0) as n
from edges e
left join promises p on p.log = split_part(e.edge, ' > ', 2)
