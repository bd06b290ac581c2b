/* ---
id: I5
dimension: I
title: The engine uses the person that the map holds
description: |
  Production decisions in the range whose person is the one that the identity map held for the subject when the request
  came, or for which neither knew anybody. The person is what the engine says, the truth what the map says. A map that
  never took anything back leaves open what it held then, and so does an engine that names nobody.
severity: high
pass: 0.99
fail: 0.95
house_default: true
level: 2
owner: identity
remediation: |
  Tell the engine's cache of profiles about every change of the map. Unknown without person_id_used in decisions, and
  without recorded_time, retracted_time, valid_from and valid_to in identity_map: keep what was believed, do not overwrite it.
unlocks: [as_of_correctness]
needs: [decisions.person_id_used, identity_map.recorded_time]
sources: [R35, C53]
evidence: {key: [d.decision_id], where: not d.is_correct}
--- */
with corrections as (
  select count(*) filter (where is_corrected) as corrections
  from model.identity_versions
)
select
  case when count(d.person_id_used) > 0 and max(c.corrections) > 0 then avg(cast(d.is_correct as double)) end as value,
  count(*) as n,
  proportion_lo(sum(cast(d.is_correct as bigint)), count(*)) as lo,
  proportion_hi(sum(cast(d.is_correct as bigint)), count(*)) as hi
from model.decision_identities d
cross join corrections c
where d.request_time >= $from
  and d.request_time < $to
