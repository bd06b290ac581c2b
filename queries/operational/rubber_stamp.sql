/* ---
title: Rubber stamps
question: How many versions were approved faster than anybody can read?
description: |
  Published versions with an approval by a person given less than under after the last start of its stage, over all
  published versions. Where an approval has no start nobody knows how long it was looked at: such a version counts only
  if another of its approvals was too fast, and is unknown otherwise; known_share is the share of the others. A version
  that nobody approved has no stamp; bypass_rate counts it. Approvals by a machine are not judged.
owner: content operations
unit: ratio
direction: down_is_good
time: submitted_at
dimensions: [risk_tier, object_type, campaign_id]
measures: [rubber_stamp, stamped, known_share]
additive: [stamped, n]
target: 0.01
thresholds: {good: 0.01, poor: 0.1}
interval: Wilson 95 %
parameters:
  under: {type: duration, default: 10s, doc: An approval given in less than this was not read.}
sources: [C60]
needs: [approvals]
--- */
with approvals as (
  select
    object_id,
    object_version,
    bool_or(touch_s < $under) as is_fast,
    bool_or(touch_s is null) as is_untimed
  from model.approval_verdicts
  where action = 'approved'
  group by object_id, object_version
),
versions as (
  select
    c.submitted_at,
    c.risk_tier,
    c.object_type,
    c.campaign_id,
    case
      when a.is_fast then true
      when a.is_untimed then null
      else false
    end as is_stamped
  from model.approval_cycles c
  left join approvals a on a.object_id = c.object_id and a.object_version = c.object_version
  where c.is_published
)
select
  avg(cast(is_stamped as double)) as rubber_stamp,
  sum(cast(is_stamped as bigint)) as stamped,
  avg(cast(is_stamped is not null as double)) as known_share,
  count(is_stamped) as n,
  proportion_lo(sum(cast(is_stamped as bigint)), count(is_stamped)) as lo,
  proportion_hi(sum(cast(is_stamped as bigint)), count(is_stamped)) as hi
from versions
where submitted_at >= $from
  and submitted_at < $to
