/* ---
title: Where decision time goes
question: Which stage of the engine takes the time of a decision?
description: |
  Time spent in each stage over all time from request to decision, of answered requests whose stages are logged. Long
  waits weigh more than short ones, so the shares say what an hour of waiting consists of. other_share is what no stage
  accounts for; it is negative where stages run side by side. The table decision_stages has the quantiles and names the
  bottleneck of the requests that take too long.
owner: decisioning
unit: ratio
direction: neutral
time: request_time
dimensions: [use_case_id, channel, placement]
measures: [queue_share, identity_share, feature_share, policy_share, content_share, other_share]
chart: bar
sources: [R29]
needs: [decisions]
--- */
with requests as (
  select
    *,
    coalesce(queue_ms, 0) + coalesce(identity_ms, 0) + coalesce(feature_ms, 0) + coalesce(policy_ms, 0) + coalesce(content_ms, 0)
      as stages_ms
  from model.decision_ledger
  where is_production
    and is_measurable
    and latency_ms is not null
    and coalesce(queue_ms, identity_ms, feature_ms, policy_ms, content_ms) is not null
)
select
  sum(queue_ms) / nullif(sum(latency_ms), 0) as queue_share,
  sum(identity_ms) / nullif(sum(latency_ms), 0) as identity_share,
  sum(feature_ms) / nullif(sum(latency_ms), 0) as feature_share,
  sum(policy_ms) / nullif(sum(latency_ms), 0) as policy_share,
  sum(content_ms) / nullif(sum(latency_ms), 0) as content_share,
  1 - sum(stages_ms) / nullif(sum(latency_ms), 0) as other_share,
  count(*) as n
from requests
where request_time >= $from
  and request_time < $to
