/* ---
id: A7
dimension: A
title: The log of approvals adds up
description: |
  1 where versions under way are, on average over the range, 0.8 to 1.25 times what arrivals and turnaround make of them
  (in_band of approval_littles_law over the last 28 days), else 0. Outside of it ends or submissions are missing in the log,
  or work piles up faster than it leaves: figures of turnaround then mislead.
severity: low
pass: 1
fail: 0
unit: none
house_default: true
minimum_n: 30
owner: content operations
effort: small
remediation: |
  Look for versions that are out and never got published, rejected or withdrawn in the log, and for ends without a
  submission. Unknown without action submitted and published, with object_id, object_version and event_time, in approvals.
unlocks: [approval_littles_law, approval_turnaround]
needs: [approvals]
sources: [R36, C60]
self_reported: true
--- */
select
  in_band as value,
  n
from metric('approval_littles_law', '-28d', 'now', 'total')
