/* ---
id: G2
dimension: G
title: Who approves holds the right to
description: |
  Approvals of the range given by somebody who held the right to at that moment, over all approvals, those of machines
  included. A right fits where it is the one that the approval refers to or covers its stage, reaches up to the risk of
  the version, and belongs to the actor or to the role in which they acted. Who stands in for another needs a right of
  their own. What was approved comes from the log of approvals, who may from the registry of rights.
severity: high
pass: 0.995
fail: 0.97
house_default: true
minimum_n: 30
level: 2
owner: programme
effort: small
remediation: |
  Enter delegations in the registry of rights before they are used, and end rights when people leave a role. Unknown without
  decision_rights: log decision_right_id, scope (the stage it covers), risk_tier, role or person_id, valid_from and
  valid_to; and without actor_role in approvals where rights belong to roles.
unlocks: [mandatory_layers, self_approval]
needs: [approvals.actor_id, decision_rights.scope]
sources: [C59]
evidence: {key: [source, event_id], where: not is_held}
--- */
with approvals as (
  select
    source,
    event_id,
    event_time,
    actor_id,
    actor_role,
    decision_right_ref,
    stage_name,
    coalesce(array_position(['low', 'standard', 'regulated'], cast(risk_tier as varchar)), 3) as risk
  from logs.approvals
  where action in ('approved', 'auto_approved')
    and event_time >= $from
    and event_time < $to
    and coalesce(environment, 'prod') = 'prod'
    and coalesce(is_test, false) = false
),
rights as (
  select
    *,
    -- A right that names no risk reaches up to any.
    coalesce(array_position(['low', 'standard', 'regulated'], cast(risk_tier as varchar)), 3) as reach
  from logs.decision_rights
),
held as (
  select distinct a.source, a.event_id
  from approvals a
  join rights r
    on (r.decision_right_id = a.decision_right_ref or r.scope = a.stage_name)
    and (r.person_id = a.actor_id or r.role = a.actor_role)
    and r.reach >= a.risk
    and r.valid_from <= a.event_time
    and coalesce(r.valid_to > a.event_time, true)
),
judged as (
  select a.source, a.event_id, a.actor_role, h.event_id is not null as is_held
  from approvals a
  left join held h on h.source = a.source and h.event_id = a.event_id
)
select
  -- An approval log that tells no role leaves open who held the right of a role.
  case when count(actor_role) > 0 or bool_or(is_held) then avg(cast(is_held as double)) end as value,
  count(*) as n,
  proportion_lo(count(*) filter (where is_held), count(*)) as lo,
  proportion_hi(count(*) filter (where is_held), count(*)) as hi
from judged
