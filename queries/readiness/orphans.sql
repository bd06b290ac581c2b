/* ---
id: U6
dimension: U
title: Messages lead back to decisions and orders to customers
description: |
  Messages that arrived in the range and name a decision that does not exist, over all that name one, and orders of a
  customer never seen, over all orders with a customer. The worse of the two counts, so that a broken one cannot hide
  behind a busy one. Whether the key exists is asked of the other log, which the referring one does not write.
severity: high
pass: 0.01
fail: 0.1
house_default: true
owner: data platform
remediation: |
  Hand the id on with the record instead of making a new one: decision_id from the engine to the provider and back, user_id
  from the shop to the order system. Unknown without message_id and decision_id in deliveries, event_id in decisions,
  user_id in orders and user_id in events.
unlocks: [orphan_rate]
needs: [deliveries.decision_id, decisions.event_id, orders.user_id, events.user_id]
sources: [R32]
--- */
with edges as (
  select count(*) filter (where not is_found) as orphans, count(*) as checked
  from model.message_origins
  where arrived_at >= $from
    and arrived_at < $to
  union all
  select sum(orphans), sum(checked)
  from model.references
  where edge = 'orders.user_id > customers'
    and arrived_at >= $from
    and arrived_at < $to
)
select
  -- Where one of the two is silent, the other does not speak for it.
  case when count(*) filter (where checked > 0) = 2 then max(orphans / nullif(cast(checked as double), 0)) end as value,
  coalesce(sum(checked), 0) as n,
  max(proportion_lo(orphans, checked)) as lo,
  max(proportion_hi(orphans, checked)) as hi
from edges
