/* ---
id: G6
dimension: G
title: What is published stays published
description: |
  Versions rolled back within 7 days of their publication, over versions published in the range at least 7 days ago:
  rollback_rate_7d of the last 28 days. It is the other side of a fast approval. A flow that never logs a rollback looks
  better than it is.
severity: medium
pass: 0.02
fail: 0.1
house_default: true
minimum_n: 30
owner: programme
remediation: |
  Publish to a small share first, and widen it when nothing breaks. Unknown without action published and rolled_back, with
  object_id, object_version and event_time, in approvals.
unlocks: [rollback_rate_7d]
needs: [approvals]
sources: [W45]
self_reported: true
--- */
select
  rollback_rate_7d as value,
  n,
  lo,
  hi
from metric('rollback_rate_7d', '-28d', 'now', 'total')
