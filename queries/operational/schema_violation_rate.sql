/* ---
title: Contract violations
question: How many records break the data contract?
description: |
  Values that break a rule of the contract (a word that is not in its list, a negative amount, a number out of range, a
  required value that is missing, a name of an event that nobody knows), and rows that could not be kept at all, over
  rows read, on the day of arrival. A row with two faults counts twice. By violation, the rate is over the rows of the
  logs and sources that show such a fault at any time. The rows that were turned away, cut short and masked, are in
  meta.quarantine; those that only break a rule are kept.
owner: data platform
unit: ratio
direction: down_is_good
time: arrived_at
dimensions: [log, source, violation]
measures: [violation_rate, violations, quarantined]
additive: [violations, quarantined]
target: 0
thresholds: {good: 0.001, poor: 0.01}
interval: Wilson 95 %
chart: bar
sources: [R32]
needs: [events]
judged_with: [orders, decisions, deliveries, approvals, identity_observations, assignments, exposures]
--- */
with feeds as (
  -- Every column of a feed has the same rows.
  select log, source, ingest_dt, max(rows) as rows
  from meta.coverage
  where ingest_dt is not null
  group by log, source, ingest_dt
),
names as (
  -- The contract leaves type open, since any log may add its own; in events these are the known ones.
  select cast(source as varchar) as source, cast(ingest_time as date) as ingest_dt, count(*) as rows
  from logs.events
  where type not in (
      'products_searched', 'product_list_viewed', 'promotion_viewed', 'promotion_clicked', 'product_clicked', 'product_viewed',
      'product_added', 'product_removed', 'cart_viewed', 'checkout_started', 'checkout_step_completed', 'payment_info_entered',
      'order_completed', 'order_updated', 'order_refunded', 'order_cancelled', 'coupon_entered', 'coupon_applied',
      'coupon_denied', 'coupon_removed', 'experiment_viewed', 'session_started', 'page_viewed', 'signed_up', 'signed_in',
      'content_downloaded', 'app_opened', 'location_updated', 'intent_detected'
    )
  group by 1, 2
),
faults as (
  select log, source, ingest_dt, "column" || ': ' || replace(rule, '_', ' ') as violation, sum(rows) as faulty
  from meta.violations
  where ingest_dt is not null
  group by 1, 2, 3, 4
  union all
  select 'events', source, ingest_dt, 'type: unknown name', rows
  from names
),
kinds as (
  select distinct log, source, violation
  from faults
),
turned_away as (
  select log, ingest_dt, sum(rows_quarantined) as rows
  from meta.files
  where ingest_dt is not null
  group by log, ingest_dt
  having sum(rows_quarantined) > 0
),
counted as (
  select log, source, ingest_dt, cast(null as varchar) as violation, rows, 0 as rows_of_kind, 0 as faulty, 0 as away
  from feeds
  union all
  -- A slice by violation has no rows but these; in all other slices they add only faults.
  select k.log, k.source, f.ingest_dt, k.violation, 0 as rows, f.rows as rows_of_kind, coalesce(v.faulty, 0) as faulty, 0 as away
  from kinds k
  join feeds f on f.log = k.log and f.source = k.source
  left join faults v on v.log = k.log and v.source = k.source and v.violation = k.violation and v.ingest_dt = f.ingest_dt
  union all
  select log, cast(null as varchar), ingest_dt, 'row: quarantined', rows, 0 as rows_of_kind, rows as faulty, rows as away
  from turned_away
),
arrivals as (
  select *, arrow_cast(ingest_dt, 'Timestamp(Microsecond, Some("UTC"))') as arrived_at
  from counted
)
select
  sum(faulty) / cast(coalesce(nullif(sum(rows), 0), nullif(sum(rows_of_kind), 0)) as double) as violation_rate,
  sum(faulty) as violations,
  sum(away) as quarantined,
  coalesce(nullif(sum(rows), 0), sum(rows_of_kind)) as n,
  proportion_lo(
    least(sum(faulty), coalesce(nullif(sum(rows), 0), sum(rows_of_kind))),
    coalesce(nullif(sum(rows), 0), sum(rows_of_kind))
  ) as lo,
  proportion_hi(
    least(sum(faulty), coalesce(nullif(sum(rows), 0), sum(rows_of_kind))),
    coalesce(nullif(sum(rows), 0), sum(rows_of_kind))
  ) as hi
from arrivals
where arrived_at >= $from
  and arrived_at < $to
