/* ---
id: L4
dimension: L
title: Live use cases have a healthy randomised result
description: |
  Use cases that were decided for in the range and about which an experiment with a control has a result that may be read
  and whose last unit was exposed within 180 days, over all that were decided for: neither blocked (M2) nor with 1 % of units
  in several arms (M3). Results of this service are net of refunds and cancellations by definition.
severity: medium
pass: 0.8
fail: 0.3
level: 4
owner: experimentation
effort: medium
remediation: |
  Hold out a few percent in each use case, and mend the experiments that metrics.experiment_health calls blocked or
  unhealthy. Unknown without use_case_id in decisions and experiments, arms in experiments, and exposures.
needs: [decisions.use_case_id, experiments.use_case_id, experiments.arms, exposures]
sources: [S01, S25]
--- */
with live as (
  select distinct use_case_id
  from model.decision_ledger
  where request_time >= $from
    and request_time < $to
    and is_production
),
proven as (
  select distinct r.use_case_id
  from model.experiment_runs r
  join model.experiment_integrity i on i.experiment_id = r.experiment_id
  where r.has_control
    and not i.is_blocked
    and i.several_arms_share < 0.01
    and r.last_exposed_at >= arrow_cast($as_of, 'Timestamp(Microsecond, Some("UTC"))') - interval '180 days'
)
select
  avg(cast(p.use_case_id is not null as double)) as value,
  count(*) as n
from live l
left join proven p on p.use_case_id = l.use_case_id
