/* ---
title: Recall of the identity map
question: Of what belongs to one customer, how much do we hold together?
description: |
  By what people judged on sampled identifiers (gaugeglass label export), each weighted by one over its probability of
  being drawn, against the identity map as known now. b3_recall (B-cubed): of the identifiers of one human, the share that
  lies in one's person, as a mean over identifiers. pair_recall: of all pairs that belong together, the share that the map
  joins. Both need labels of kind identity_cluster, and nobody finds what nobody looked for: offered are identifiers once
  seen or linked together, so they are too high unless who judged also added what else they knew. judged_recall, for
  labels of kind identity_pair, is the share among judged pairs that are one human, and only an upper bound.
  Unknown without labels; split_share, which needs none, then stands beside it and cannot replace it.
owner: identity
unit: ratio
direction: up_is_good
measures: [b3_recall, pair_recall, pair_recall_lo, pair_recall_hi, judged_recall, split_share]
target: 0.9
thresholds: {good: 0.9, poor: 0.75}
interval: ratio of weighted sums, delta method 95 %
chart: none
sources: [C53, "Amigó et al. 2009", Horvitz and Thompson 1952]
needs: [identity_map]
--- */
with proxies as (
  select avg(cast(persons > 1 as double)) as split_share
  from model.identity_anchors
)
select
  sum(s.complete) / nullif(sum(s.case_weight), 0) as b3_recall,
  sum(s.joined_rightly) / nullif(sum(s.belonging), 0) as pair_recall,
  case
    when ratio_lo(s.joined_rightly, s.belonging) is not null
      then greatest(ratio_lo(s.joined_rightly, s.belonging), 0)
  end as pair_recall_lo,
  case
    when ratio_lo(s.joined_rightly, s.belonging) is not null
      then least(ratio_hi(s.joined_rightly, s.belonging), 1)
  end as pair_recall_hi,
  sum(s.joined_rightly) / nullif(sum(s.judged_belonging), 0) as judged_recall,
  max(p.split_share) as split_share,
  count(s.joined) as n,
  case
    when ratio_lo(s.complete, s.case_weight) is not null
      then greatest(ratio_lo(s.complete, s.case_weight), 0)
  end as lo,
  case when ratio_lo(s.complete, s.case_weight) is not null then least(ratio_hi(s.complete, s.case_weight), 1) end as hi
from proxies p
left join model.identity_scores s on true
