/* ---
id: I7
dimension: I
title: An identifier is the same person in every system
description: |
  How often a system other than the identity map, such as the decision engine or the collector of events, named in the range
  the person that the map held for the identifier at the same instant, where both name one. A cache that lags is no
  fault here, as long as the engine says what state it read (identity_as_of): that is I5.
severity: high
pass: 0.99
fail: 0.95
house_default: true
owner: identity
effort: large
remediation: |
  Let one resolver name persons and every system ask it, instead of each one matching by rules of its own;
  model.identity_claims tells the system. Unknown until a second system says whom it means: log person_id_used and
  identity_as_of in decisions, or person_id_at_ingest in events.
unlocks: [recognised_at_decision, as_of_correctness]
needs: [decisions.person_id_used, identity_map.person_id]
sources: [W49, C53]
--- */
select
  sum(agreeing) / nullif(cast(sum(claims) as double), 0) as value,
  coalesce(sum(claims), 0) as n,
  proportion_lo(sum(agreeing), sum(claims)) as lo,
  proportion_hi(sum(agreeing), sum(claims)) as hi
from model.identity_claims
where hour >= $from
  and hour < $to
