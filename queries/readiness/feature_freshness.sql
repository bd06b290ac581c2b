/* ---
id: D5
dimension: D
title: Decisions use fresh features
description: |
  Answered production decisions of the range whose newest feature was at most a day old when the request came, over all
  that were no fallback: a default needs no features. A decision that does not say how old its features are counts as
  stale; where more than a fifth do not say it, the answer is unknown. The day is a house default.
severity: high
pass: 0.95
fail: 0.8
house_default: true
owner: decisioning
effort: large
stage: features_missing
remediation: |
  Stream the feature instead of loading it by night, or do not use it. Unknown without feature_max_time in decisions.
unlocks: [faster_irrelevance, staleness_lift]
needs: [decisions.feature_max_time]
sources: [R38, S17]
self_reported: true
evidence: {key: [decision_id], where: not is_fresh}
--- */
with decisions as (
  select source, decision_id, feature_age_s, coalesce(feature_age_s <= 86400, false) as is_fresh
  from model.decision_ledger
  where request_time >= $from
    and request_time < $to
    and is_production
    and latency_ms is not null
    and not is_fallback
)
select
  case when count(feature_age_s) >= 0.8 * count(*) then avg(cast(is_fresh as double)) end as value,
  count(*) as n,
  proportion_lo(count(*) filter (where is_fresh), count(*)) as lo,
  proportion_hi(count(*) filter (where is_fresh), count(*)) as hi
from decisions
