/* ---
title: Approvals under way
description: |
  Every version that is submitted and neither published nor ended, the oldest first: since when, what it waits for and who
  holds it. state is queue, touch, rework or publish_wait; in_state_h is how long the last action is ago, and
  business_in_state_h the open hours of that by the calendar of the holder's time zone, where there is one. An assignment
  is taken to name who it went to; stage, holder and due_time are null where the log does not say, and is_overdue is null
  without due_time. is_forgotten says that it is under way for more than twice the time (usual_p90_h) by which nine in ten
  of the versions submitted in the 90 days before were published, counting open ones as Kaplan and Meier do.
grain: one row per open version
key: [object_id, object_version]
sources: [R36, C60]
--- */
with versions as (
  select
    *,
    coalesce(published_at <= $as_of, false) as is_done,
    -- Timestamps are whole microseconds.
    (cast(least(coalesce(published_at, ended_at, $as_of), $as_of) as bigint) - cast(submitted_at as bigint)) / 3.6e9 as age_h
  from model.approval_cycles
  where submitted_at < $as_of
),
usual as (
  select km_quantile(0.9, age_h, is_done) as usual_p90_h
  from versions
  where submitted_at >= $as_of - interval '90 days'
),
intervals as (
  select i.*, b.opens, b.closes
  from model.approval_intervals i
  left join model.business_calendars b on b.time_zone = i.time_zone
  where i.began_at <= $as_of
    and coalesce(i.ended_at > $as_of, true)
)
select
  v.object_type,
  v.object_id,
  v.object_version,
  v.campaign_id,
  v.risk_tier,
  v.cycles,
  v.submitted_at,
  v.age_h,
  i.kind as state,
  i.stage_no,
  i.stage_name,
  i.actor_id as holder_id,
  i.role as holder_role,
  i.began_at as in_state_since,
  (cast($as_of as bigint) - cast(i.began_at as bigint)) / 3.6e9 as in_state_h,
  business_seconds(i.began_at, $as_of, i.opens, i.closes) / 3600 as business_in_state_h,
  i.due_time,
  i.due_time < $as_of as is_overdue,
  u.usual_p90_h,
  v.age_h > 2 * u.usual_p90_h as is_forgotten
from versions v
join intervals i on i.object_id = v.object_id and i.object_version = v.object_version
cross join usual u
order by v.age_h desc, v.object_id, v.object_version
