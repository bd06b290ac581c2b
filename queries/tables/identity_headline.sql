/* ---
title: Identity in three figures
description: |
  Recognition, precision and stability, which mean nothing one by one: whoever merges everybody recognises everybody, and
  whoever merges nobody is never wrong and always stable. Recognition is of the default range: production decisions with a
  person. Precision is B-cubed by labels; without them the rate of conflicts stands in, is_proxy says so, and less is better.
  Stability is of the last whole week that the identity map knew before now. A figure that cannot be known is null.
grain: one row per figure
key: [figure]
sources: [R28, C53]
--- */
with recognition as (
  select
    case when count(identity_method) > 0 then avg(cast(is_recognised as double)) end as value,
    count(*) as n,
    proportion_lo(sum(cast(is_recognised as bigint)), count(*)) as lo,
    proportion_hi(sum(cast(is_recognised as bigint)), count(*)) as hi
  from model.decision_ledger
  where request_time >= $from
    and request_time < $to
    and is_production
),
precision as (
  select
    sum(precise) / nullif(sum(case_weight), 0) as value,
    count(precise) as n,
    ratio_lo(precise, case_weight) as lo,
    ratio_hi(precise, case_weight) as hi
  from model.identity_scores
),
conflicts as (
  select
    avg(is_conflict) as value,
    count(is_conflict) as n,
    proportion_lo(sum(is_conflict), count(is_conflict)) as lo,
    proportion_hi(sum(is_conflict), count(is_conflict)) as hi
  from model.identity_persons
),
stability as (
  select 1 - changed / nullif(cast(ids as double), 0) as value, ids as n
  from model.identity_weeks
  where week + interval '7 days' <= $as_of
  order by week desc
  limit 1
),
figures as (
  select 1 as place, 'recognised_at_decision' as figure, false as is_proxy, value, lo, hi, n
  from recognition
  union all
  select 2, 'b3_precision', false, value, lo, case when lo is not null then least(hi, 1) end, n
  from precision
  where value is not null
  union all
  select 2, 'conflict_rate', true, c.value, c.lo, c.hi, c.n
  from conflicts c
  cross join precision p
  where p.value is null
  union all
  select 3, 'stability_7d', false, s.value, null, null, coalesce(s.n, 0)
  from (select 1 as one) always
  left join stability s on true
)
select figure, value, lo, hi, n, is_proxy
from figures
order by place
