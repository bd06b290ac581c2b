/* ---
id: D1
dimension: D
title: Decisions take less than a second
description: |
  Production requests in the range answered without error in less than 1000 ms. Requests without an answer count as
  slow. Requests timed in whole seconds prove nothing and are left out; where there are no others the answer is unknown.
severity: critical
pass: 0.99
fail: 0.95
level: 3
owner: decisioning
stage: slow
remediation: |
  Find the stage with the largest share in slow requests (queue_ms, identity_ms, feature_ms, policy_ms, content_ms) and
  give it a time limit. Unknown without request_time at a precision of milliseconds.
unlocks: [decision_latency, decision_slo]
needs: [decisions.request_time, decisions.time_precision]
sources: [R29, C56]
twins: [D4]
--- */
with requests as (
  select coalesce(latency_ms < 1000, false) as is_good
  from model.decision_ledger
  where request_time >= $from
    and request_time < $to
    and is_production
    and is_measurable
)
select
  avg(cast(is_good as double)) as value,
  count(*) as n,
  proportion_lo(sum(cast(is_good as bigint)), count(*)) as lo,
  proportion_hi(sum(cast(is_good as bigint)), count(*)) as hi
from requests
