/* ---
id: I1
dimension: I
title: The engine knows whom it decides for
description: Production decisions in the range for which the engine used a person it had found by any method.
severity: critical
pass: 0.7
fail: 0.4
house_default: true
level: 3
owner: identity
effort: large
stage: unrecognised
remediation: |
  Capture the link between browser and customer earlier (sign-in, signed links in messages) and refresh the engine's
  copy of the identity map. Unknown without person_id_used and identity_method in the decision log.
unlocks: [recognised_at_decision]
needs: [decisions.person_id_used, decisions.identity_method]
sources: [R28, R35]
twins: [I3]
--- */
select
  -- An engine that never says how it recognised anybody leaves the question open; it has not failed it.
  case when count(identity_method) > 0 then avg(cast(is_recognised as double)) end as value,
  count(*) as n,
  proportion_lo(sum(cast(is_recognised as bigint)), count(*)) as lo,
  proportion_hi(sum(cast(is_recognised as bigint)), count(*)) as hi
from model.decision_ledger
where request_time >= $from
  and request_time < $to
  and is_production
