/* ---
title: Calibration of links
description: |
  Whether links deserve the confidence they claim: links in force whose two identifiers people judged (labels of kind
  identity_pair), by method and claimed confidence in tenths. Calibrated is where true_share, weighted by one over the
  probability of being drawn, is about mean_confidence. A pair linked more than once counts by its surest link.
grain: one row per method and tenth of confidence
key: [method, confidence_from]
sources: [DeGroot and Fienberg 1983]
--- */
with ends as (
  select
    cast(left_type as varchar) || ':' || left_hash as one,
    cast(right_type as varchar) || ':' || right_hash as other,
    cast(method as varchar) as method,
    cast(confidence as double) as confidence
  from logs.identity_links
  where retracted_time is null
    and confidence is not null
),
links as (
  select
    least(one, other) as one,
    greatest(one, other) as other,
    max(confidence) as confidence,
    last_value(method order by confidence) as method
  from ends
  group by 1, 2
),
judged as (
  select
    l.method,
    -- A confidence of 1 is in the last tenth.
    least(floor(10 * l.confidence), 9) / 10 as confidence_from,
    l.confidence,
    j.weight,
    j.weight * cast(j.is_same as double) as true_weight
  from model.identity_judgements j
  join links l on l.one = least(j.left_id, j.right_id) and l.other = greatest(j.left_id, j.right_id)
  where j.kind = 'identity_pair'
)
select
  method,
  confidence_from,
  confidence_from + 0.1 as confidence_to,
  sum(weight * confidence) / sum(weight) as mean_confidence,
  sum(true_weight) / sum(weight) as true_share,
  count(*) as n,
  ratio_lo(true_weight, weight) as lo,
  ratio_hi(true_weight, weight) as hi
from judged
group by method, confidence_from
order by method, confidence_from
