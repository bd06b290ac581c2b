/* ---
title: Verdicts of approvers
description: |
  Every approval, request for changes and rejection, with how long it was looked at: touch_s is from the last start of the
  same stage, and null where the stage did not start since its verdict before, as for approvals by a machine. decided_at
  is when it is said to have been given, recorded_at when a server first saw it.
grain: one row per verdict
key: [object_id, object_version, place]
sources: [C60]
--- */
with steps as (
  select
    *,
    lag(action) over stage as action_before,
    lag(event_time) over stage as time_before
  from model.approval_steps
  where action in ('started', 'approved', 'auto_approved', 'changes_requested', 'rejected')
  window stage as (partition by object_id, object_version, stage_no order by place)
)
select
  s.object_type,
  s.object_id,
  s.object_version,
  s.risk_tier,
  s.stage_name,
  s.place,
  s.action,
  s.actor_id,
  s.role,
  s.event_time as decided_at,
  s.recorded_at,
  -- Timestamps are whole microseconds.
  case when s.action_before = 'started' then (cast(s.event_time as bigint) - cast(s.time_before as bigint)) / 1e6 end as touch_s,
  c.published_at
from steps s
left join model.approval_cycles c on c.object_id = s.object_id and c.object_version = s.object_version
where s.action <> 'started'
