/* ---
id: A6
dimension: A
title: No version is forgotten on its way
description: |
  Open versions that are under way for more than twice the time by which nine in ten are published (is_forgotten in
  metrics.approval_queue), over all open ones. n counts all versions under way at some time of the range, so that an empty
  queue is known to be empty. While fewer than nine in ten were ever published there is no usual time, and the question is
  open. Every version is looked at, so there is no interval.
severity: medium
pass: 0
fail: 0.1
house_default: true
owner: content operations
effort: small
remediation: |
  Go through metrics.approval_queue once a week from its top, and publish, reject or withdraw what lies there. Unknown
  without an end for what ended: log action published, rejected, withdrawn or expired, with object_id, object_version and
  event_time, in approvals.
unlocks: [approval_turnaround]
needs: [approvals]
sources: [R36]
self_reported: true
evidence: {key: [object_id, object_version], where: is_forgotten}
--- */
with versions as (
  select c.object_id, c.object_version, q.object_id is not null as is_open, q.is_forgotten
  from model.approval_cycles c
  left join metrics.approval_queue q on q.object_id = c.object_id and q.object_version = c.object_version
  where c.submitted_at < $to
    and coalesce(c.published_at, c.ended_at, $to) >= $from
)
select
  case when count(*) filter (where is_open) > 0 then avg(cast(is_forgotten as double)) else 0.0 end as value,
  count(*) as n
from versions
