/* ---
title: Approval of each version
description: |
  One version of one object from its first submission to its end. layers counts the stages it went through one after
  the other; stages of one parallel group are one layer. A version whose last word is a rejection, a withdrawal or an
  expiry has ended_at; one that has neither published_at nor ended_at is still open and must be censored, not dropped.
grain: one row per object and version that was submitted
key: [object_id, object_version]
--- */
with steps as (
  select
    object_type,
    object_id,
    object_version,
    workflow_id,
    campaign_id,
    risk_tier,
    action,
    actor_id,
    event_time,
    -- Stages side by side share a group and count once.
    coalesce(parallel_group, cast(stage_no as varchar)) as layer
  from logs.approvals
),
versions as (
  select
    object_id,
    object_version,
    max(cast(object_type as varchar)) as object_type,
    max(campaign_id) as campaign_id,
    max(cast(risk_tier as varchar)) as risk_tier,
    min(event_time) filter (where action = 'submitted') as submitted_at,
    min(event_time) filter (where action = 'published') as published_at,
    max(event_time) as last_action_at,
    last_value(cast(action as varchar) order by event_time)
      filter (where action in ('submitted', 'resubmitted', 'rejected', 'withdrawn', 'expired', 'published')) as outcome,
    count(distinct layer) filter (
      where action in ('assigned', 'started', 'approved', 'auto_approved', 'changes_requested', 'rejected')
    ) as layers,
    1 + count(*) filter (where action = 'resubmitted') as cycles,
    first_value(actor_id order by event_time) filter (where action = 'submitted') as submitter_id
  from steps
  group by object_id, object_version
),
self_approved as (
  select distinct s.object_id, s.object_version
  from steps s
  join versions v
    on v.object_id = s.object_id
    and v.object_version = s.object_version
    and v.submitter_id = s.actor_id
  where s.action = 'approved'
)
select
  v.object_id,
  v.object_version,
  v.object_type,
  v.campaign_id,
  v.risk_tier,
  v.submitted_at,
  v.published_at,
  case when v.outcome in ('rejected', 'withdrawn', 'expired') then v.last_action_at end as ended_at,
  v.published_at is not null as is_published,
  -- Timestamps are whole microseconds.
  (cast(v.published_at as bigint) - cast(v.submitted_at as bigint)) / 3.6e9 as turnaround_h,
  v.layers,
  v.cycles,
  s.object_id is not null as is_self_approved
from versions v
left join self_approved s
  on s.object_id = v.object_id
  and s.object_version = v.object_version
where v.submitted_at is not null
