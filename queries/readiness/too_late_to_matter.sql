/* ---
id: T5
dimension: T
title: Answers come before the purchase
description: |
  Answers to intents of the range that reached the customer after they had ordered since the intent, over all that reached
  somebody. What was ordered comes from the order system and the shop's events, not from who sends. Without a single order
  in the logs the question is open.
severity: high
pass: 0.01
fail: 0.05
house_default: true
owner: lifecycle marketing
remediation: |
  Send every order to the senders as it happens, and let them drop what is still waiting for that customer. Unknown without
  orders with user_id and placed_time, and without decision_id, status and event_time in deliveries.
unlocks: [too_late_to_matter, suppression_lag]
needs: [events, use_cases, decisions.trigger_event_id, deliveries.decision_id, orders.user_id, identity_map]
sources: [W41]
evidence: {key: [use_case_id, intent_id], where: is_too_late}
--- */
with purchases as (
  select count(*) as orders
  from model.orders
),
answers as (
  select i.use_case_id, i.intent_id, coalesce(i.ordered_at < i.reached_at, false) as is_too_late, p.orders
  from model.intent_ledger i
  cross join purchases p
  where i.intended_at >= $from
    and i.intended_at < $to
    and i.reached_at <= $as_of
)
select
  case when max(orders) > 0 then avg(cast(is_too_late as double)) end as value,
  count(*) as n,
  proportion_lo(count(*) filter (where is_too_late), count(*)) as lo,
  proportion_hi(count(*) filter (where is_too_late), count(*)) as hi
from answers
