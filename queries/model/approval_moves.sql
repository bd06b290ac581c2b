/* ---
title: Moves of approvals
description: |
  Every action that moves a version between its first submission and its end: comments do not. cycle_no counts how often
  it was submitted; a stage that looks at it again after sending it back counts as a submission, since some logs have no
  other. pass_no counts the layers it went through: stages of one parallel group are one pass. at_work are the stages of
  that pass which have started and not decided, waiting those that were assigned or started and not decided; a stage
  that is passed by is forgotten. is_returned says that the version was sent back, refused or withdrawn in this cycle.
grain: one row per version and move
key: [object_id, object_version, place]
sources: [R36]
--- */
with moves as (
  select
    s.*,
    c.published_at,
    s.action in ('assigned', 'delegated', 'escalated', 'started') as is_entry,
    lag(s.layer) over (partition by s.object_id, s.object_version order by s.place) as layer_before,
    lag(s.action) over (partition by s.object_id, s.object_version, s.stage_no order by s.place) as stage_action_before
  from model.approval_steps s
  join model.approval_cycles c on c.object_id = s.object_id and c.object_version = s.object_version
  where s.action not in ('created', 'commented', 'unpublished', 'rolled_back')
    and s.event_time >= c.submitted_at
    and s.event_time <= coalesce(c.published_at, c.ended_at, s.event_time)
),
turns as (
  select
    *,
    action in ('submitted', 'resubmitted')
      or coalesce(is_entry and stage_action_before in ('changes_requested', 'rejected'), false) as is_submission,
    coalesce(layer <> layer_before, false) as is_other_layer
  from moves
),
passes as (
  select
    *,
    sum(cast(is_submission as bigint)) over version as cycle_no,
    sum(cast(is_submission or is_other_layer as bigint)) over version as pass_no
  from turns
  window version as (partition by object_id, object_version order by place)
),
stages as (
  select
    *,
    coalesce(lag(action) over stage, 'none') as pass_action_before,
    is_entry and lead(action) over stage is null as is_undecided
  from passes
  window stage as (partition by object_id, object_version, pass_no, stage_no order by place)
)
select
  object_type,
  object_id,
  object_version,
  workflow_id,
  campaign_id,
  risk_tier,
  submitted_at,
  published_at,
  place,
  event_time,
  action,
  stage_no,
  stage_name,
  actor_id,
  role,
  time_zone,
  max(due_time) over (partition by object_id, object_version, stage_no order by place) as due_time,
  cycle_no,
  pass_no,
  is_undecided,
  sum(cast(action = 'started' as bigint) - cast(pass_action_before = 'started' as bigint)) over pass as at_work,
  sum(cast(is_entry as bigint) - cast(pass_action_before in ('assigned', 'delegated', 'escalated', 'started') as bigint))
    over pass as waiting,
  bool_or(action in ('changes_requested', 'rejected', 'withdrawn', 'expired'))
    over (partition by object_id, object_version, cycle_no order by place) as is_returned
from stages
window pass as (partition by object_id, object_version, pass_no order by place)
