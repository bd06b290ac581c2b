/* ---
id: L3
dimension: L
title: Approvals say their stage, and rights who may give them
description: |
  Approvals of the range that name a stage for which the registry of rights holds a right that was valid then, over all
  approvals. Whether the right was held by whoever approved is G2; here it is enough that somebody could.
severity: medium
pass: 0.99
fail: 0.8
house_default: true
level: 2
owner: content operations
effort: small
remediation: |
  Write down who may approve each stage. Unknown without decision_rights: log decision_right_id, scope (the stage it
  covers), role or person_id, valid_from and valid_to.
needs: [approvals.stage_name, decision_rights.scope]
sources: [C59, R30]
--- */
with approvals as (
  select source, event_id, event_time, cast(stage_name as varchar) as stage_name, decision_right_ref
  from logs.approvals
  where action in ('approved', 'auto_approved')
    and event_time >= $from
    and event_time < $to
    and coalesce(environment, 'prod') = 'prod'
    and coalesce(is_test, false) = false
),
covered as (
  select distinct a.source, a.event_id
  from approvals a
  join logs.decision_rights r
    on (r.decision_right_id = a.decision_right_ref or cast(r.scope as varchar) = a.stage_name)
    and r.valid_from <= a.event_time
    and coalesce(r.valid_to > a.event_time, true)
)
select
  avg(cast(c.event_id is not null as double)) as value,
  count(*) as n
from approvals a
left join covered c on c.source = a.source and c.event_id = a.event_id
