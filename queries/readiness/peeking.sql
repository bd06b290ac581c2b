/* ---
id: M4
dimension: M
title: No experiment is called before it is over
description: |
  Calls to ship an experiment that came before its planned end and the 7 days in which its last units may still act, over
  all such calls of the last 180 days, since they are rare. A call on an experiment without a planned end is early
  whenever it comes. Calls are approvals: what is shipped is published, and names its experiment. Every call is looked at, so
  there is no interval.
severity: high
pass: 0
fail: 0.2
house_default: true
owner: experimentation
effort: small
remediation: |
  Decide on the day that the plan names, and look before only through intervals that hold at every look. Unknown until calls
  are logged: in approvals action published with experiment_id in extra, and planned_end in experiments.
unlocks: [experiment_lift]
needs: [approvals.extra, experiments, exposures]
sources: [S01, S25]
evidence: {key: [experiment_id], where: is_early}
--- */
with calls as (
  select extra['experiment_id'] as experiment_id, min(event_time) as called_at
  from logs.approvals
  where action = 'published'
    and extra['experiment_id'] is not null
    and event_time >= arrow_cast($as_of, 'Timestamp(Microsecond, Some("UTC"))') - interval '180 days'
    and event_time < $as_of
    and coalesce(environment, 'prod') = 'prod'
    and coalesce(is_test, false) = false
  group by 1
),
judged as (
  select c.experiment_id, coalesce(c.called_at < r.planned_end + interval '7 days', true) as is_early
  from calls c
  left join model.experiment_runs r on r.experiment_id = c.experiment_id
)
select
  avg(cast(is_early as double)) as value,
  count(*) as n
from judged
