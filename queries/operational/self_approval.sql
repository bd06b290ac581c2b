/* ---
title: Self-approval
question: How often do people approve what they submitted?
description: |
  Versions that were approved, at any stage, by somebody who also submitted or resubmitted them, over all versions with
  an approval. Who stands in for another is the one who acts. A person with two accounts is two people here.
owner: content operations
unit: ratio
direction: down_is_good
time: submitted_at
dimensions: [risk_tier, object_type, campaign_id]
measures: [self_approval, self_approved]
additive: [self_approved, n]
target: 0
thresholds: {good: 0.01, poor: 0.1}
interval: Wilson 95 %
sources: [C59, C60]
needs: [approvals]
--- */
select
  avg(cast(is_self_approved as double)) as self_approval,
  sum(cast(is_self_approved as bigint)) as self_approved,
  count(*) as n,
  proportion_lo(sum(cast(is_self_approved as bigint)), count(*)) as lo,
  proportion_hi(sum(cast(is_self_approved as bigint)), count(*)) as hi
from model.approval_cycles
where submitted_at >= $from
  and submitted_at < $to
  and approved_stages > 0
