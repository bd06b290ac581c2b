/* ---
id: I3
dimension: I
title: Strangers are not taken for one person
description: |
  The worse of two signs in the identity map as known now: conflict_rate, persons with two user ids or in two countries at
  once, and the blob_share of ids_per_person, identifiers in persons too large to be one human. Either alone can be
  clean while the other is not: a kiosk shows no conflict, and two customers glued together make no blob. Recognition
  rises with both faults, so I1 and I2 mean little where this fails. The interval is that of the rate of conflicts.
severity: critical
pass: 0.005
fail: 0.02
house_default: true
owner: identity
remediation: |
  Block words that stand for nobody (null, anonymous, zeros), allow one user id and few other identifiers for a person, and
  let shared devices such as a kiosk's connect nobody; model.identity_persons names the persons. Unknown without
  id_type, id_hash, person_id and retracted_time in identity_map and country in events.
unlocks: [conflict_rate, ids_per_person, recognised_at_decision]
needs: [identity_map.person_id, events.country]
sources: [C53, R35]
--- */
select
  greatest(c.conflict_rate, i.blob_share) as value,
  i.n,
  greatest(c.lo, i.blob_share) as lo,
  greatest(c.hi, i.blob_share) as hi
from metrics.conflict_rate c
cross join metrics.ids_per_person i
