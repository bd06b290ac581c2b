/* ---
id: M9
dimension: M
title: Tests can find the effect they are made for
description: |
  Experiments whose units so far find the registered effect (mde) four times in five, on the metric that decides them and
  in every treated arm, over all experiments with a control that somebody met in the range. Of several windows of the
  metric the sharpest counts. A blocked experiment finds nothing, one without a registered effect looks for nothing. Those
  decided by a metric that metrics.experiment_results does not compute are left out.
severity: medium
pass: 0.7
fail: 0.3
house_default: true
owner: experimentation
remediation: |
  Merge small tests, or let them run on: mde in metrics.experiment_results says what each can find today. Unknown without
  running experiments: log arms, primary_metric_id, mde and planned_end in experiments, and exposures.
unlocks: [experiment_lift]
needs: [experiments, exposures, events, orders]
sources: [S25]
evidence: {key: [experiment_id], where: not is_powered}
--- */
with arms as (
  select experiment_id, variant_id, min(mde) as detectable
  from metrics.experiment_results
  where is_primary
  group by experiment_id, variant_id
),
tests as (
  select r.experiment_id, bool_and(coalesce(a.detectable <= r.mde, false)) as is_powered
  from model.experiment_runs r
  join arms a on a.experiment_id = r.experiment_id
  where r.has_control
    and r.last_exposed_at >= $from
  group by r.experiment_id
)
select
  avg(cast(is_powered as double)) as value,
  count(*) as n
from tests
