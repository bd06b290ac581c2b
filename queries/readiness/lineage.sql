/* ---
id: S4
dimension: S
title: Orders can be traced back to what called for them
description: |
  Orders of the range that followed a click on a message within 3 days and whose ids lead all the way back, from the message
  to a logged decision and from there to the logged event that triggered it, over all orders that followed such a click. The
  orders come from the order system and the shop, the ids from the senders and the engine.
severity: high
pass: 0.95
fail: 0.6
house_default: true
minimum_n: 10
owner: data platform
remediation: |
  Hand the ids on: trigger_event_id from the event to the decision, decision_id from the decision to the message.
  model.order_lineage shows where the way ends. Unknown without a few orders after clicks: log message_id, decision_id,
  user_id and status clicked in deliveries, and user_id in orders.
unlocks: [click_to_conversion, propagation_delay]
needs: [events, decisions, deliveries.decision_id, orders.user_id]
sources: [S27, R34]
evidence: {key: [order_id], where: not has_trigger}
--- */
select
  avg(cast(has_trigger as double)) as value,
  count(*) as n,
  proportion_lo(count(*) filter (where has_trigger), count(*)) as lo,
  proportion_hi(count(*) filter (where has_trigger), count(*)) as hi
from model.order_lineage
where placed_time >= $from
  and placed_time < $to
