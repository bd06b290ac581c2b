/* ---
title: Lift by age of features
question: Does personalization on old data still win anything?
description: |
  Conversion of treated minus control within 7 days of the exposure, by how old the newest feature was when the unit's first
  answer was asked for; slice by feature_age. Experiments differ in what they try, so arms are compared within each
  and the differences put together by Mantel and Haenszel's weights. Only people whom the engine knew are in it:
  a stranger's features are as good as none. stale_share is the share older than a day. Within one age the difference is
  randomised; that it falls from one age to the next is not, since programmes that let their data age differ in
  more than that. A fast answer on stale data is what metrics.faster_irrelevance counts.
owner: data platform
unit: points
direction: up_is_good
time: exposed_at
dimensions: [feature_age, use_case_id, experiment_id, market]
measures: [lift, stale_share, treated_rate, control_rate]
grade: E3
matures: exposed_at + 7d
interval: Mantel-Haenszel over experiments, Sato 95 %
chart: bar
link:
  gap: The age of the features
  outcome: the lift at each age
  estimand: Difference in conversion within 7 days, treated minus control, among recognised units of one age of features.
  excluded: Units that were not recognised or have no logged age, experiments whose arms do not have the planned sizes.
  stronger: Serve features late by chance (an experiment of kind feature_lag), best crossed with added latency.
sources: [S17, R38]
needs: [experiments, exposures, decisions]
--- */
with units as (
  select
    *,
    case
      when feature_age_s <= 300 then 'to 5 min'
      when feature_age_s <= 3600 then 'to 1 h'
      when feature_age_s <= 86400 then 'to 24 h'
      else 'over 24 h'
    end as feature_age
  from model.experiment_answers
  where kind in ('ab', 'holdout', 'feature_lag')
    and is_recognised
    and feature_age_s is not null
    and not is_blocked
)
select
  mantel_haenszel_difference(is_converted, is_treated, experiment_id) as lift,
  avg(cast(feature_age_s > 86400 as double)) as stale_share,
  avg(cast(is_converted as double)) filter (where is_treated) as treated_rate,
  avg(cast(is_converted as double)) filter (where not is_treated) as control_rate,
  count(*) as n,
  mantel_haenszel_difference_lo(is_converted, is_treated, experiment_id) as lo,
  mantel_haenszel_difference_hi(is_converted, is_treated, experiment_id) as hi
from units
where exposed_at >= $from
  and exposed_at < $to
