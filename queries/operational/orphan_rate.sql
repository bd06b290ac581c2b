/* ---
title: Orphans
question: How often does a record name another one that does not exist?
description: |
  References whose key does not exist in the log they point to, over all references, by edge: deliveries to their
  decision and campaign, decisions to their trigger, use case and experiment, clicks to decision and message, orders to
  a customer ever seen, exposures to their assignment. An edge of which one side is not logged has no rows and is unknown.
  Counted on the day the referring record arrived. What should exist on the other side and does not, such as an order
  without its shop event, is in order_reconciliation.
owner: data platform
unit: ratio
direction: down_is_good
time: arrived_at
dimensions: [edge, source]
measures: [orphan_rate, orphans]
additive: [orphans, n]
target: 0
thresholds: {good: 0.001, poor: 0.01}
interval: Wilson 95 %
chart: bar
sources: [R32]
needs: [decisions]
judged_with: [events, orders, deliveries, assignments, exposures, campaigns, use_cases, experiments]
--- */
select
  sum(orphans) / cast(sum(checked) as double) as orphan_rate,
  sum(orphans) as orphans,
  sum(checked) as n,
  proportion_lo(sum(orphans), sum(checked)) as lo,
  proportion_hi(sum(orphans), sum(checked)) as hi
from model.references
where arrived_at >= $from
  and arrived_at < $to
