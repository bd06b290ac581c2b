/* ---
id: L2
dimension: L
title: Every live use case has a deadline and an owner
description: |
  Use cases that were decided for in the range and that stand in the registry with a deadline and an owner, over all that
  were decided for. T1 asks the same of decisions; here a small use case counts as much as a large one.
severity: medium
pass: 1
fail: 0.8
house_default: true
level: 2
owner: programme
effort: small
remediation: |
  Enter deadline and owner of each use case. Unknown without the registry: log use_case_id, deadline_s, owner_id and
  valid_from in use_cases.
needs: [decisions.use_case_id, use_cases.deadline_s, use_cases.owner_id]
sources: [C55, S04]
--- */
with live as (
  select distinct use_case_id
  from model.decision_ledger
  where request_time >= $from
    and request_time < $to
    and is_production
),
declared as (
  select distinct cast(use_case_id as varchar) as use_case_id
  from logs.use_cases
  where deadline_s is not null
    and owner_id is not null
    and coalesce(valid_to > $to, true)
)
select
  avg(cast(d.use_case_id is not null as double)) as value,
  count(*) as n
from live l
left join declared d on d.use_case_id = l.use_case_id
