/* ---
id: M1
dimension: M
title: Use cases hold somebody out, and log it
description: |
  Use cases with an experiment whose control side was logged in the range where treatment would have been shown, over use
  cases that were decided for in the range. What is decided comes from the decision log, so that a use case without a plan
  counts as one without a control. Every use case is looked at, so there is no interval.
severity: critical
pass: 0.8
fail: 0.3
house_default: true
level: 4
owner: experimentation
effort: small
remediation: |
  Hold out 5 to 10 % of all customers for good, and log them where they would have been treated. Unknown without
  use_case_id in decisions and experiments, arms in experiments, and experiment_id, variant_id, unit_id_hash and would_have
  in exposures.
unlocks: [experiment_lift, cart_recovery]
needs: [decisions, experiments, exposures]
sources: [S25, R40]
evidence: {key: [use_case_id], where: not is_controlled}
--- */
with live as (
  select distinct use_case_id
  from model.decision_ledger
  where request_time >= $from
    and request_time < $to
    and is_production
),
controlled as (
  select distinct use_case_id
  from model.experiment_runs
  where has_control
    and last_held_back_at >= $from
),
use_cases as (
  select l.use_case_id, c.use_case_id is not null as is_controlled
  from live l
  left join controlled c on c.use_case_id = l.use_case_id
)
select
  avg(cast(is_controlled as double)) as value,
  count(*) as n
from use_cases
