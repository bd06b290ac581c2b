/* ---
title: First pass yield
question: How many versions are approved as they were first submitted?
description: |
  Versions published as first submitted, neither sent back nor refused on the way and approved by somebody, over all
  versions whose first pass is over: published, sent back, rejected or withdrawn, whatever came later. A version that is
  open and was never sent back is left out until it is one or the other; one that is open because it is being reworked
  has failed already. completed_only looks at published versions alone, and so leaves out failures.
owner: content operations
unit: ratio
direction: up_is_good
time: submitted_at
dimensions: [risk_tier, object_type, campaign_id]
measures: [first_pass_yield, passed, completed_only]
additive: [passed, n]
interval: Wilson 95 %
sources: [W45, C60]
needs: [approvals]
--- */
with passes as (
  select
    submitted_at,
    risk_tier,
    object_type,
    campaign_id,
    is_published,
    is_published and not is_reworked and times_sent_back = 0 and approved_stages > 0 as is_passed
  from model.approval_cycles
  where is_published
    or is_reworked
    or times_sent_back > 0
    or ended_at is not null
)
select
  avg(cast(is_passed as double)) as first_pass_yield,
  sum(cast(is_passed as bigint)) as passed,
  avg(cast(is_passed as double)) filter (where is_published) as completed_only,
  count(*) as n,
  proportion_lo(sum(cast(is_passed as bigint)), count(*)) as lo,
  proportion_hi(sum(cast(is_passed as bigint)), count(*)) as hi
from passes
where submitted_at >= $from
  and submitted_at < $to
