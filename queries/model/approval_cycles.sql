/* ---
title: Approval of each version
description: |
  One version of one object from its first submission to its end. layers counts the stages it went through one after
  the other; stages of one parallel group are one layer, and without stages it is unknown. A version whose last word is a
  rejection, a withdrawal or an expiry has ended_at; one that has neither published_at nor ended_at is still open and must
  be censored, not dropped. cycles counts submissions, times_sent_back the changes asked for and rejections before
  publication; is_reworked leaves out rejections that were the end. is_self_approved says that who submitted or
  resubmitted it also approved it, rolled_back_at when it was first taken back.
grain: one row per object and version that was submitted
key: [object_id, object_version]
sources: [R36, C60]
--- */
with steps as (
  select * from model.approval_steps where submitted_at is not null
),
published as (
  select object_id, object_version, min(event_time) as published_at
  from steps
  where action = 'published'
    and event_time >= submitted_at
  group by object_id, object_version
),
versions as (
  select
    s.object_id,
    s.object_version,
    max(s.object_type) as object_type,
    first_value(s.workflow_id order by s.place) as workflow_id,
    max(s.campaign_id) as campaign_id,
    max(s.risk_tier) as risk_tier,
    min(s.submitted_at) as submitted_at,
    min(p.published_at) as published_at,
    last_value(s.action order by s.place)
      filter (where s.action in ('submitted', 'resubmitted', 'rejected', 'withdrawn', 'expired', 'published')) as outcome,
    max(s.event_time) filter (where s.action in ('rejected', 'withdrawn', 'expired')) as last_ended_at,
    case when count(s.layer) > 0 then
      count(distinct s.layer) filter (
        where s.action in ('assigned', 'started', 'approved', 'auto_approved', 'changes_requested', 'rejected')
      )
    end as layers,
    count(distinct s.stage_no) filter (where s.action in ('approved', 'auto_approved')) as approved_stages,
    1 + count(*) filter (where s.action = 'resubmitted') as cycles,
    count(*) filter (
      where s.action in ('changes_requested', 'rejected')
        and coalesce(s.event_time <= p.published_at, true)
    ) as times_sent_back,
    bool_or(s.action in ('changes_requested', 'resubmitted') and coalesce(s.event_time <= p.published_at, true)) as is_reworked,
    min(s.event_time) filter (where s.action = 'rolled_back' and s.event_time >= p.published_at) as rolled_back_at
  from steps s
  left join published p on p.object_id = s.object_id and p.object_version = s.object_version
  group by s.object_id, s.object_version
),
self_approved as (
  select distinct a.object_id, a.object_version
  from steps a
  join steps s
    on s.object_id = a.object_id
    and s.object_version = a.object_version
    and s.actor_id = a.actor_id
  where a.action = 'approved'
    and s.action in ('submitted', 'resubmitted')
)
select
  v.object_id,
  v.object_version,
  v.object_type,
  v.workflow_id,
  v.campaign_id,
  v.risk_tier,
  v.submitted_at,
  v.published_at,
  case when v.published_at is null and v.outcome in ('rejected', 'withdrawn', 'expired') then v.last_ended_at end as ended_at,
  v.published_at is not null as is_published,
  -- Timestamps are whole microseconds.
  (cast(v.published_at as bigint) - cast(v.submitted_at as bigint)) / 3.6e9 as turnaround_h,
  v.layers,
  v.approved_stages,
  v.cycles,
  v.times_sent_back,
  v.is_reworked,
  v.rolled_back_at,
  s.object_id is not null as is_self_approved
from versions v
left join self_approved s
  on s.object_id = v.object_id
  and s.object_version = v.object_version
