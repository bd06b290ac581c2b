/* ---
id: D2
dimension: D
title: Error budget is left
description: |
  What remains of the budget of bad requests, 1 - bad / (valid x .01), over the last 30 days: 1 is untouched, 0 is spent,
  below 0 the promise is broken that 99 % are answered in less than 1000 ms, and not by a fallback.
severity: high
pass: 0
fail: -1
level: 3
owner: decisioning
remediation: Stop launching use cases on this engine until its slowest stage is fixed.
unlocks: [decision_slo]
needs: [decisions.request_time, decisions.time_precision]
sources: [R29]
--- */
with requests as (
  select coalesce(latency_ms < 1000, false) and not is_fallback as is_good
  from model.decision_ledger
  where request_time >= arrow_cast($as_of, 'Timestamp(Microsecond, Some("UTC"))') - interval '30 days'
    and request_time < $as_of
    and is_production
    and is_measurable
)
select
  1 - avg(cast(not is_good as double)) / 0.01 as value,
  count(*) as n,
  1 - (1 - proportion_lo(sum(cast(is_good as bigint)), count(*))) / 0.01 as lo,
  1 - (1 - proportion_hi(sum(cast(is_good as bigint)), count(*))) / 0.01 as hi
from requests
