/* ---
title: What approvals are doing, moment by moment
description: |
  The life of each version, from its first submission to its publication, rejection or withdrawal, cut at every move.
  Each interval is of one kind: queue (nobody works on it), touch (somebody has started and not decided), rework (sent
  back and not yet submitted again), publish_wait (approved, not yet published). The intervals of a version follow each
  other without gap or overlap. While stages of one parallel group run side by side, it is touched as soon as one of them
  is. After an approval it waits for the next stage where another one acts later, or where fewer have approved than its
  risk tier asks for. A queue is of the stage that acts next. actor_id is who ended the interval or, while it is open, who
  started or was assigned last, or has to rework it; stage, actor and the actor's time zone are null where the log does
  not say. An open interval has no ended_at and no wall_h.
grain: one row per version and interval
key: [object_id, object_version, place]
sources: [R36]
--- */
with moves as (
  select
    *,
    named_struct('stage_no', stage_no, 'stage_name', stage_name, 'role', role, 'due_time', due_time) as stage,
    named_struct('actor_id', actor_id, 'time_zone', time_zone) as actor
  from model.approval_moves
),
neighbours as (
  select
    *,
    lead(event_time) over version as next_time,
    lead(action) over version as next_action,
    lead(stage) over version as next_stage,
    lead(actor) over version as next_actor,
    first_value(actor) over version as submitter,
    last_value(case when is_undecided then stage end) ignore nulls over pass as undecided_stage,
    -- Who hands over is no longer in charge.
    last_value(case when is_undecided and action in ('assigned', 'started') then actor end) ignore nulls over pass as undecided_actor
  from moves
  window
    version as (partition by object_id, object_version order by place),
    pass as (
      partition by object_id, object_version, pass_no order by place rows between unbounded preceding and unbounded following
    )
),
kinds as (
  select
    n.*,
    coalesce(n.next_action not in ('submitted', 'resubmitted', 'published', 'withdrawn', 'expired'), false) as is_stage_next,
    case
      when n.is_returned then 'rework'
      when n.at_work > 0 then 'touch'
      when n.action in ('approved', 'auto_approved')
        and n.waiting = 0
        and coalesce(n.next_action in ('published', 'withdrawn', 'expired'), true)
        and (n.published_at is not null or c.approved_stages >= r.stages_required)
        then 'publish_wait'
      else 'queue'
    end as kind
  from neighbours n
  join model.approval_cycles c on c.object_id = n.object_id and c.object_version = n.object_version
  join model.required_approvals r on r.object_id = n.object_id and r.object_version = n.object_version
  where coalesce(n.next_time > n.event_time, c.published_at is null and c.ended_at is null)
),
owned as (
  select
    *,
    case
      when kind in ('rework', 'publish_wait') or (kind = 'touch' and action = 'started') then stage
      when is_stage_next then next_stage
      when undecided_stage is not null then undecided_stage
      when action not in ('approved', 'auto_approved') then stage
    end as owning_stage,
    case
      when kind = 'rework' and coalesce(next_action <> 'resubmitted', true) then submitter
      when kind = 'touch' and action = 'started' then actor
      when kind in ('rework', 'publish_wait') or is_stage_next then next_actor
      else undecided_actor
    end as owner
  from kinds
)
select
  object_type,
  object_id,
  object_version,
  workflow_id,
  campaign_id,
  risk_tier,
  submitted_at,
  place,
  kind,
  owning_stage['stage_no'] as stage_no,
  owning_stage['stage_name'] as stage_name,
  case when kind in ('queue', 'touch') then owning_stage['role'] end as role,
  case when kind in ('queue', 'touch') then owning_stage['due_time'] end as due_time,
  owner['actor_id'] as actor_id,
  owner['time_zone'] as time_zone,
  event_time as began_at,
  next_time as ended_at,
  -- Timestamps are whole microseconds.
  (cast(next_time as bigint) - cast(event_time as bigint)) / 3.6e9 as wall_h
from owned
