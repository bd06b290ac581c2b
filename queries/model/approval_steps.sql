/* ---
title: Steps of approvals
description: |
  Every action on a version in the order in which it was taken, without those of testers and of other environments than
  production. layer is what stages that run side by side share: they count once. Actions of the same instant are put in
  the order in which a workflow takes them. submitted_at is the version's first submission; what was done before has a
  place and no part in the turnaround. recorded_at is when a server first saw the action, not when it is said to have been.
grain: one row per action
key: [object_id, object_version, place]
sources: [R36]
--- */
with actions as (
  select
    workflow_id,
    cast(object_type as varchar) as object_type,
    object_id,
    object_version,
    campaign_id,
    cast(risk_tier as varchar) as risk_tier,
    stage_no,
    cast(stage_name as varchar) as stage_name,
    coalesce(parallel_group, cast(stage_no as varchar)) as layer,
    cast(action as varchar) as action,
    actor_id,
    cast(coalesce(required_role, actor_role) as varchar) as role,
    cast(tz as varchar) as time_zone,
    due_time,
    event_id,
    event_time,
    coalesce(received_time, ingest_time) as recorded_at,
    min(case when action = 'submitted' then event_time end) over (partition by object_id, object_version) as submitted_at
  from logs.approvals
  where coalesce(environment, 'prod') = 'prod'
    and coalesce(is_test, false) = false
)
select
  workflow_id,
  object_type,
  object_id,
  object_version,
  campaign_id,
  risk_tier,
  stage_no,
  stage_name,
  layer,
  action,
  actor_id,
  role,
  time_zone,
  due_time,
  event_time,
  recorded_at,
  submitted_at,
  row_number() over (
    partition by object_id, object_version
    order by
      event_time,
      case
        when action in ('created', 'submitted') then 1
        when action in ('published', 'withdrawn', 'expired') then 3
        when action in ('unpublished', 'rolled_back') then 4
        else 2
      end,
      stage_no,
      array_position(
        ['created', 'submitted', 'resubmitted', 'assigned', 'delegated', 'escalated', 'started', 'commented', 'approved', 'auto_approved'],
        action
      ),
      event_id
  ) as place
from actions
