/* ---
title: Versions that reached customers
description: |
  Every version of content in the delivery log with the moment it was first sent and the moment its approvals were
  complete. Required are as many stages as decision_rights names scopes for its risk tier; where it names none, one for
  low risk, two for standard and three for regulated or unknown. A version that was first sent before that moment,
  or that never got its approvals, is a bypass.
grain: one row per content and version that was sent
key: [content_id, content_version]
--- */
with shipped as (
  select
    content_id,
    content_version,
    max(campaign_id) as campaign_id,
    min(event_time) as first_sent_at,
    count(distinct message_id) as messages
  from logs.deliveries
  where status in ('sent', 'delivered', 'displayed')
    and content_id is not null
  group by content_id, content_version
),
approvals as (
  select object_id, object_version, stage_no, min(event_time) as approved_at
  from model.approval_steps
  where action in ('approved', 'auto_approved')
  group by object_id, object_version, stage_no
),
stages as (
  -- The n-th stage to approve completes a policy of n stages.
  select
    *,
    row_number() over (partition by object_id, object_version order by approved_at) as approvals_so_far
  from approvals
),
complete as (
  select r.object_id, r.object_version, min(s.approved_at) as approved_at
  from model.required_approvals r
  join stages s
    on s.object_id = r.object_id
    and s.object_version = r.object_version
    and s.approvals_so_far >= r.stages_required
  group by r.object_id, r.object_version
)
select
  s.content_id,
  s.content_version,
  s.campaign_id,
  r.risk_tier,
  r.stages_required,
  s.first_sent_at,
  s.messages,
  c.approved_at,
  c.approved_at is null or c.approved_at > s.first_sent_at as is_bypass
from shipped s
left join model.required_approvals r on r.object_id = s.content_id and r.object_version = s.content_version
left join complete c on c.object_id = s.content_id and c.object_version = s.content_version
