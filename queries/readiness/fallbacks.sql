/* ---
id: D4
dimension: D
title: The engine answers with a choice of its own
description: |
  Production requests in the range that were never answered, failed, or were answered with the default in place of a
  choice, over all production requests. A default that a rule called for, because consent was missing or a cap was reached,
  and that nobody got, is no fallback.
severity: high
pass: 0.02
fail: 0.1
house_default: true
owner: decisioning
stage: no_eligible
remediation: |
  Take the reasons one by one: a timeout asks for a faster stage, no_eligible for more actions, content_not_approved for
  faster approvals. Unknown where more than a fifth of the decisions have no reason: log is_fallback, reason and error_type.
unlocks: [decision_slo, lift_lost_to_fallbacks]
needs: [decisions.reason, decisions.is_fallback]
sources: [R29, S27]
self_reported: true
evidence: {key: [decision_id], where: is_lost}
--- */
with requests as (
  select source, decision_id, reason, (is_fallback or latency_ms is null) and state <> 'suppressed' as is_lost
  from model.decision_ledger
  where request_time >= $from
    and request_time < $to
    and is_production
)
select
  case when count(reason) >= 0.8 * count(*) then avg(cast(is_lost as double)) end as value,
  count(*) as n,
  proportion_lo(count(*) filter (where is_lost), count(*)) as lo,
  proportion_hi(count(*) filter (where is_lost), count(*)) as hi
from requests
