/* ---
id: A2
dimension: A
title: Fewer than three layers of approval
description: |
  Share of versions submitted in the range and published that went through three or more stages one after the other. Stages that run
  side by side are one layer.
severity: high
pass: 0.05
fail: 0.3
level: 3
owner: content operations
effort: small
evidence: {key: [object_id, object_version], where: layers >= 3}
remediation: Run stages side by side, or delegate the right to approve what is of low risk.
unlocks: [approval_turnaround]
needs: [approvals.stage_no]
sources: [R30]
--- */
select
  avg(cast(layers >= 3 as double)) as value,
  count(layers) as n,
  proportion_lo(sum(cast(layers >= 3 as bigint)), count(layers)) as lo,
  proportion_hi(sum(cast(layers >= 3 as bigint)), count(layers)) as hi
from model.approval_cycles
where submitted_at >= $from
  and submitted_at < $to
  and is_published
