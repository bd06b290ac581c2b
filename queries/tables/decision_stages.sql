/* ---
title: Stages of a decision
description: |
  Each stage of the engine by use case, over all answered production requests whose stages are logged. p50_ms and p95_ms
  are nearest-rank quantiles from a sketch, off by 0.39 % at most; share is the stage's part of all time to decide. Of
  slow requests (threshold_ms or more) longest_in counts those in which this stage took longest and share_of_slow is
  that count over all slow ones; an unanswered request has no stages and is not among them. is_bottleneck marks the
  stage that is longest in most slow requests, and where none was slow the one with the largest share. other is what no
  stage accounts for.
grain: one row per use case and stage
key: [use_case_id, stage]
parameters:
  threshold_ms: {type: number, default: 1000, doc: A request that takes this many milliseconds or more is slow.}
sources: [R29]
--- */
with requests as (
  select
    use_case_id,
    latency_ms,
    queue_ms,
    identity_ms,
    feature_ms,
    policy_ms,
    content_ms,
    greatest(
      0.0,
      latency_ms
        - coalesce(queue_ms, 0) - coalesce(identity_ms, 0) - coalesce(feature_ms, 0) - coalesce(policy_ms, 0) - coalesce(content_ms, 0)
    ) as other_ms
  from model.decision_ledger
  where is_production
    and is_measurable
    and latency_ms is not null
    and coalesce(queue_ms, identity_ms, feature_ms, policy_ms, content_ms) is not null
),
stages as (
  select
    use_case_id,
    latency_ms,
    latency_ms >= $threshold_ms as is_slow,
    greatest(queue_ms, identity_ms, feature_ms, policy_ms, content_ms, other_ms) as longest_ms,
    unnest(make_array(
      named_struct('stage', 'queue', 'ms', cast(queue_ms as double)),
      named_struct('stage', 'identity', 'ms', cast(identity_ms as double)),
      named_struct('stage', 'features', 'ms', cast(feature_ms as double)),
      named_struct('stage', 'policy', 'ms', cast(policy_ms as double)),
      named_struct('stage', 'content', 'ms', cast(content_ms as double)),
      named_struct('stage', 'other', 'ms', other_ms)
    )) as part
  from requests
),
figures as (
  select
    use_case_id,
    part['stage'] as stage,
    count(part['ms']) as n,
    approx_quantile(0.5, part['ms']) as p50_ms,
    approx_quantile(0.95, part['ms']) as p95_ms,
    sum(part['ms']) / nullif(sum(latency_ms), 0) as share,
    count(*) filter (where is_slow) as slow,
    count(*) filter (where is_slow and part['ms'] = longest_ms) as longest_in
  from stages
  group by 1, 2
),
ranked as (
  select
    *,
    row_number() over (partition by use_case_id order by longest_in desc, share desc nulls last, stage) as place
  from figures
)
select
  use_case_id,
  stage,
  n,
  p50_ms,
  p95_ms,
  share,
  slow,
  longest_in,
  longest_in / nullif(cast(slow as double), 0) as share_of_slow,
  place = 1 as is_bottleneck
from ranked
order by use_case_id, place
