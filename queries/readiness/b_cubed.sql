/* ---
id: I4
dimension: I
title: The identity map is precise and complete
description: |
  B-cubed precision and recall by labels, each on its way from its failing to its passing figure, and of the two the
  worse: precision fails at .95 and passes at .98, recall fails at .75 and passes at .9. So 1 is both passed, 0 one failed. As
  known now, since labels judge the map of today. Signs that need no labels, such as conflict_rate, do not stand in for it.
severity: high
pass: 1
fail: 0
unit: none
house_default: true
minimum_n: 100
level: 3
owner: identity
effort: small
remediation: |
  Where precision is low, raise the confidence that a link must have; where recall is low, capture more links. Unknown
  without labels: draw 400 with `gaugeglass label export --kind identity_cluster`, have people judge them, and log
  label_id, kind, cluster_id, left_type, left_id, right_type, right_id, truth and inclusion_prob.
unlocks: [identity_precision, identity_recall]
needs: [labels.inclusion_prob, identity_map]
sources: [C53, W47]
--- */
select
  least((p.b3_precision - 0.95) / 0.03, (r.b3_recall - 0.75) / 0.15) as value,
  p.n,
  least((p.lo - 0.95) / 0.03, (r.lo - 0.75) / 0.15) as lo,
  least((p.hi - 0.95) / 0.03, (r.hi - 0.75) / 0.15) as hi
from metrics.identity_precision p
cross join metrics.identity_recall r
