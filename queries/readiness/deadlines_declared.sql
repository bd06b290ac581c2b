/* ---
id: T1
dimension: T
title: Every decision has a use case with a deadline
description: |
  Production decisions of the range whose use case stood in the registry with a deadline when the request came, over all
  production decisions. Every decision is looked at, so there is no interval.
severity: critical
pass: 1
fail: 0.8
house_default: true
level: 2
owner: lifecycle marketing
effort: small
remediation: |
  Enter the use case in the registry and say what real-time means for it. Unknown without the registry: log use_case_id,
  intent_rule, min_delay_s, deadline_s, owner_id and valid_from in use_cases, and use_case_id in decisions.
unlocks: [timeliness, download_response]
needs: [decisions.use_case_id, use_cases.deadline_s]
sources: [S04, C55]
evidence: {key: [decision_id], where: not is_declared}
--- */
with deadlines as (
  select cast(use_case_id as varchar) as use_case_id, valid_from, valid_to
  from logs.use_cases
  where deadline_s is not null
),
requests as (
  select l.source, l.decision_id, bool_or(d.use_case_id is not null) as is_declared
  from model.decision_ledger l
  left join deadlines d
    on d.use_case_id = l.use_case_id
    and coalesce(l.request_time >= d.valid_from, true)
    and coalesce(l.request_time < d.valid_to, true)
  where l.request_time >= $from
    and l.request_time < $to
    and l.is_production
  group by l.source, l.decision_id
)
select
  avg(cast(is_declared as double)) as value,
  count(*) as n
from requests
