/* ---
id: A3
dimension: A
title: Approvals are worked on, not left lying
description: |
  Hours in which somebody works on a version over all hours it is under way, for versions submitted in the range:
  flow_efficiency of the last 28 days, open versions included. Unless it is known of four in five versions how long each
  stage took, the question is open. Both figures come from the log of approvals: nobody else sees when work begins.
severity: medium
pass: 0.25
fail: 0.05
house_default: true
minimum_n: 30
owner: content operations
remediation: |
  Limit how many versions a stage holds at a time, first at the stage with the most waiting hours
  (metrics.approval_stage_hours). Unknown without the beginning of work: log action started, with object_id,
  object_version, stage_no and event_time, in approvals before each verdict.
unlocks: [flow_efficiency, approval_stages]
needs: [approvals]
sources: [R36, C60]
self_reported: true
--- */
select
  case when timed_share >= 0.8 then flow_efficiency end as value,
  n,
  lo,
  hi
from metric('flow_efficiency', '-28d', 'now', 'total')
