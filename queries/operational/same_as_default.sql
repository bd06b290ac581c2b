/* ---
title: Personalization theatre
question: How often does a personal decision give what everybody gets?
description: |
  Decisions whose action is the default action, over all decisions that say what the default is; holdouts are left out,
  since they get the default on purpose. Fallbacks count: the customer saw no difference. A high share with a lift of
  nothing is theatre: machinery that changes nothing. A high share alone can be right, where the default is best.
owner: programme
unit: ratio
direction: down_is_good
time: request_time
dimensions: [use_case_id, channel, placement, experiment_id]
measures: [same_as_default, same, fallback_share]
additive: [same, n]
target: 0.2
thresholds: {good: 0.2, poor: 0.8}
interval: Wilson 95 %
sources: [R40]
needs: [decisions]
--- */
select
  avg(cast(is_default_action as double)) as same_as_default,
  count(*) filter (where is_default_action) as same,
  avg(cast(is_fallback as double)) as fallback_share,
  count(*) as n,
  proportion_lo(count(*) filter (where is_default_action), count(*)) as lo,
  proportion_hi(count(*) filter (where is_default_action), count(*)) as hi
from model.decision_ledger
where request_time >= $from
  and request_time < $to
  and is_production
  and not is_holdout
  and is_default_action is not null
