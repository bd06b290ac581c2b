/* ---
title: Recognised at the decision
question: How often did the engine know who it was deciding for?
description: |
  Production decisions for which the engine used a person, found by any method, over all production decisions. Read it
  beside the match quality: merging too much raises it. recognised_by_latest_map asks today's identity map whether it
  knows the same identifiers; it is higher, because it knows what was learned after the decision, and is no measure of
  what the customer got.
owner: identity
unit: ratio
direction: up_is_good
time: request_time
dimensions: [use_case_id, channel, placement, identity_method]
measures: [recognised, recognised_by_map_then, recognised_by_latest_map]
target: 0.7
interval: Wilson 95 %
sources: [R28, R35]
needs: [decisions, identity_map]
--- */
select
  -- An engine that never says how it recognised anybody leaves the question open; it has not failed it.
  case when count(identity_method) > 0 then avg(cast(is_recognised as double)) end as recognised,
  avg(cast(was_known as double)) as recognised_by_map_then,
  avg(cast(is_known_now as double)) as recognised_by_latest_map,
  count(*) as n,
  proportion_lo(sum(cast(is_recognised as bigint)), count(*)) as lo,
  proportion_hi(sum(cast(is_recognised as bigint)), count(*)) as hi
from model.decision_ledger
where request_time >= $from
  and request_time < $to
  and is_production
