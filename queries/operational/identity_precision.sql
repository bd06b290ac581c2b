/* ---
title: Precision of the identity map
question: Of those we take for one customer, how many are?
description: |
  By what people judged on sampled identifiers (gaugeglass label export), each weighted by one over its probability of
  being drawn, against the identity map as known now. b3_precision (B-cubed): of the identifiers in one's person, the share
  that are the same human, as a mean over identifiers, so that a customer counts as one however large the worst blob is.
  pair_precision: of all pairs that the map joins, the share that are one human, where blobs weigh by the square of their
  size. Labels of kind identity_cluster give both; where there are none, those of kind identity_pair give the second.
  Unknown without labels; conflict_rate, which needs none, then stands beside it and cannot replace it.
owner: identity
unit: ratio
direction: up_is_good
measures: [b3_precision, pair_precision, pair_precision_lo, pair_precision_hi, conflict_rate]
target: 0.98
thresholds: {good: 0.98, poor: 0.95}
interval: ratio of weighted sums, delta method 95 %
chart: none
sources: [C53, "Amigó et al. 2009", Horvitz and Thompson 1952]
needs: [identity_map]
--- */
with proxies as (
  select avg(is_conflict) as conflict_rate
  from model.identity_persons
)
select
  sum(s.precise) / nullif(sum(s.case_weight), 0) as b3_precision,
  sum(s.joined_rightly) / nullif(sum(s.joined), 0) as pair_precision,
  case
    when ratio_lo(s.joined_rightly, s.joined) is not null
      then greatest(ratio_lo(s.joined_rightly, s.joined), 0)
  end as pair_precision_lo,
  case
    when ratio_lo(s.joined_rightly, s.joined) is not null
      then least(ratio_hi(s.joined_rightly, s.joined), 1)
  end as pair_precision_hi,
  max(p.conflict_rate) as conflict_rate,
  count(s.joined) as n,
  case
    when ratio_lo(s.precise, s.case_weight) is not null
      then greatest(ratio_lo(s.precise, s.case_weight), 0)
  end as lo,
  case when ratio_lo(s.precise, s.case_weight) is not null then least(ratio_hi(s.precise, s.case_weight), 1) end as hi
from proxies p
left join model.identity_scores s on true
