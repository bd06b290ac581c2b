/* ---
title: Approval bypass
question: How much reached customers before it was approved?
description: |
  Versions of content whose required approvals were not complete when they were first sent, over all versions sent; at
  the time of the first sending. What was sent comes from the delivery log, since the approval log does not know of what
  went around it. Content of low risk needs one stage of approval, standard two, regulated three, unless decision rights
  say otherwise. messages_share weighs each version by its messages.
owner: content operations
unit: ratio
direction: down_is_good
time: first_sent_at
dimensions: [risk_tier, campaign_id]
measures: [bypass_rate, bypassed, messages_share]
additive: [bypassed, n]
target: 0
thresholds: {good: 0, poor: 0.005}
interval: Wilson 95 %
sources: [W45, C60]
needs: [deliveries, approvals]
judged_with: [decision_rights]
--- */
select
  avg(cast(is_bypass as double)) as bypass_rate,
  sum(cast(is_bypass as bigint)) as bypassed,
  sum(case when is_bypass then messages else 0 end) / cast(sum(messages) as double) as messages_share,
  count(*) as n,
  proportion_lo(sum(cast(is_bypass as bigint)), count(*)) as lo,
  proportion_hi(sum(cast(is_bypass as bigint)), count(*)) as hi
from model.shipped_versions
where first_sent_at >= $from
  and first_sent_at < $to
