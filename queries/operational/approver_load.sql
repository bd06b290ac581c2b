/* ---
title: Load of approvers
question: How unequally is the work of approving spread?
description: |
  Gini coefficient of the verdicts given by each approver: 0 where all gave as many, near 1 where one gave nearly all.
  Approvals, requests for changes and rejections count; those by a machine do not. Who gave none in the range is not seen,
  so a team of which one person does everything has no coefficient, and approvers of 1. Few verdicts are spread unequally
  by chance alone: look at verdicts_per_approver.
owner: content operations
unit: none
direction: down_is_good
time: decided_at
dimensions: [role, stage_name, risk_tier, object_type]
measures: [load_gini, approvers, verdicts_per_approver]
additive: [n]
sources: [C59, C60]
needs: [approvals]
--- */
select
  gini_of_counts(actor_id) as load_gini,
  count(distinct actor_id) as approvers,
  count(actor_id) / cast(nullif(count(distinct actor_id), 0) as double) as verdicts_per_approver,
  count(actor_id) as n
from model.approval_verdicts
where decided_at >= $from
  and decided_at < $to
  and action <> 'auto_approved'
