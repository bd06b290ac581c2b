/* ---
id: A4
dimension: A
title: Most versions are right the first time
description: |
  Versions published that were sent back for changes at least once, over all published, for versions submitted in the
  range. Both figures come from the log of approvals, which alone knows of a way back: a flow that never logs one looks better
  than it is.
severity: medium
pass: 0.15
fail: 0.4
house_default: true
minimum_n: 30
owner: content operations
remediation: |
  Agree on a brief and a checklist before work begins, and look at the reason_code of what was sent back. Unknown without
  action submitted, changes_requested, resubmitted and published, with object_id and object_version, in approvals.
unlocks: [rework_rate, first_pass_yield]
needs: [approvals]
sources: [W45, C60]
self_reported: true
evidence: {key: [object_id, object_version], where: is_reworked}
--- */
select
  avg(cast(is_reworked as double)) as value,
  count(*) as n,
  proportion_lo(count(*) filter (where is_reworked), count(*)) as lo,
  proportion_hi(count(*) filter (where is_reworked), count(*)) as hi
from model.approval_cycles
where submitted_at >= $from
  and submitted_at < $to
  and is_published
