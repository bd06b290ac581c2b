/* ---
id: I8
dimension: I
title: The person served was not taken back later
description: |
  Production decisions for whose subject the identity map held a person that it took back, or gave the identifier away
  from, within 30 days. They can still be contradicted until then, so these are the 28 days that ended 30 days ago: a later
  range would look too good. A map that never took anything back does not show that it would.
severity: high
pass: 0.005
fail: 0.02
house_default: true
owner: identity
remediation: |
  Raise the confidence that a link must have before the engine acts on it. Unknown without 58 days of decisions with
  subject_ids, and without recorded_time, retracted_time, valid_from and valid_to in identity_map.
unlocks: [contradicted_later]
needs: [decisions.subject_ids, identity_map.recorded_time]
sources: [R35]
evidence: {key: [d.decision_id], where: d.is_contradicted}
--- */
with corrections as (
  select count(*) filter (where is_corrected) as corrections
  from model.identity_versions
)
select
  case when max(c.corrections) > 0 then avg(cast(d.is_contradicted as double)) end as value,
  count(*) as n,
  proportion_lo(sum(cast(d.is_contradicted as bigint)), count(*)) as lo,
  proportion_hi(sum(cast(d.is_contradicted as bigint)), count(*)) as hi
from model.decision_identities d
cross join corrections c
where d.request_time >= arrow_cast($from, 'Timestamp(Microsecond, Some("UTC"))') - interval '30 days'
  and d.request_time < arrow_cast($to, 'Timestamp(Microsecond, Some("UTC"))') - interval '30 days'
