/* ---
title: Judgements of the identity map
description: |
  What each judgement of people adds to the scores of the identity map, as known now, times its weight: how many of its kind
  it stands for. Of a case (model.identity_cases), precise is the share of its person that is the same human, complete the
  share of the human that lies in its person (B-cubed). Pairs are counted at each of their identifiers: joined by the
  map, joined_rightly, and belonging together. Where there is no case, judged pairs give the counts of pairs alone; of
  what belongs together they count what somebody thought of judging, which is judged_belonging.
grain: one row per case, or per pair
sources: ["Amigó et al. 2009", Horvitz and Thompson 1952]
--- */
with pairs as (
  select weight, cast(is_same as double) as same, cast(is_together as double) as together
  from model.identity_judgements
  where kind = 'identity_pair'
)
select
  weight as case_weight,
  weight * shared / size as precise,
  weight * shared / owned as complete,
  weight * (size - 1) as joined,
  weight * (shared - 1) as joined_rightly,
  weight * (owned - 1) as belonging,
  cast(null as double) as judged_belonging
from model.identity_cases
union all
select null, null, null, weight * together, weight * together * same, null, weight * same
from pairs
cross join (select count(*) as n from model.identity_cases) c
where c.n = 0
