/* ---
title: Approvals that versions need
description: |
  How many stages have to approve each version. mandatory_stages is as many as decision_rights names scopes for its risk
  tier, and unknown where it names none; stages_required then takes one for low risk, two for standard and three for
  regulated or unknown.
grain: one row per object and version with an action
key: [object_id, object_version]
sources: [R30, C59]
--- */
with tiers as (
  select object_id, object_version, max(risk_tier) as risk_tier
  from model.approval_steps
  group by object_id, object_version
),
rights as (
  select cast(risk_tier as varchar) as risk_tier, count(distinct scope) as stages
  from logs.decision_rights
  where risk_tier is not null
    and valid_to is null
  group by risk_tier
)
select
  t.object_id,
  t.object_version,
  t.risk_tier,
  r.stages as mandatory_stages,
  coalesce(r.stages, case t.risk_tier when 'low' then 1 when 'standard' then 2 else 3 end) as stages_required
from tiers t
left join rights r on r.risk_tier = t.risk_tier
