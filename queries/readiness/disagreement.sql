/* ---
id: U4
dimension: U
title: Systems agree on critical fields
description: |
  Currency, revenue, user and time of the range's orders, compared wherever two systems report the same order: values
  that differ over values compared. Amounts may differ by .01 and times by a minute. A value that one side lacks is not
  compared; that is a gap and no disagreement.
severity: critical
pass: 0.01
fail: 0.05
house_default: true
owner: data platform
remediation: |
  Name one system as the authority for each field and let the others take it from there; field_disagreement tells the pair
  and the field. Unknown until two systems report the same orders: log order_id, currency, gross_revenue, discount, user_id
  and placed_time in orders, and order_completed with order_id, currency, revenue and user_id in events.
unlocks: [field_disagreement, data_inconsistency]
needs: [orders.order_id, events.order_id]
sources: [R32]
evidence: {key: [order_id, pair, field], where: is_different}
--- */
select
  avg(cast(is_different as double)) as value,
  count(is_different) as n,
  proportion_lo(sum(cast(is_different as bigint)), count(is_different)) as lo,
  proportion_hi(sum(cast(is_different as bigint)), count(is_different)) as hi
from model.field_comparisons
where is_critical
  and placed_time >= $from
  and placed_time < $to
