/* ---
title: Faster irrelevance
question: Of the decisions that come in time, how many could not have been right?
description: |
  Decisions answered in less than threshold_ms although the engine found nobody behind its subject, used features more
  than a day old or fell back to the default, over all decisions answered that fast: speed that was spent on nothing.
  The three reasons are told apart by the first that holds, in the order fallback, unrecognised, stale, so they add up.
  irrelevant_slow is the same share among slower answers: where the two are equal, speed did not cost relevance. Where
  the engine never says whom it recognised, or how old its features are, that reason is not found: judged_share is the
  share of fast decisions that say both. What the customer already owns, or what is out of stock, is not logged with a
  decision and not in it. Holdouts count, since the engine decided for them, too.
owner: decisioning
unit: ratio
direction: down_is_good
time: request_time
dimensions: [use_case_id, channel, placement, experiment_id]
measures: [irrelevant, unrecognised, stale, fallback, irrelevant_slow, judged_share]
target: 0.1
thresholds: {good: 0.1, poor: 0.6}
interval: Wilson 95 %
parameters:
  threshold_ms: {type: number, default: 1000, doc: An answer in less than this many milliseconds is fast.}
sources: [R38, S01]
needs: [decisions]
--- */
with answers as (
  select *, latency_ms < $threshold_ms as is_fast
  from model.decision_ledger
  where is_production
    and is_measurable
    and latency_ms is not null
)
select
  avg(cast(irrelevance is not null as double)) filter (where is_fast) as irrelevant,
  avg(cast(coalesce(irrelevance = 'unrecognised', false) as double)) filter (where is_fast) as unrecognised,
  avg(cast(coalesce(irrelevance = 'stale', false) as double)) filter (where is_fast) as stale,
  avg(cast(coalesce(irrelevance = 'fallback', false) as double)) filter (where is_fast) as fallback,
  avg(cast(irrelevance is not null as double)) filter (where not is_fast) as irrelevant_slow,
  avg(cast(identity_method is not null and feature_age_s is not null as double)) filter (where is_fast) as judged_share,
  count(*) filter (where is_fast) as n,
  proportion_lo(count(irrelevance) filter (where is_fast), count(*) filter (where is_fast)) as lo,
  proportion_hi(count(irrelevance) filter (where is_fast), count(*) filter (where is_fast)) as hi
from answers
where request_time >= $from
  and request_time < $to
