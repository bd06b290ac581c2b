/* ---
title: Experiment health
description: |
  May the figures of each experiment be read? state is blocked (units went missing: no effect is shown), unhealthy (the
  effect is shown beside what is wrong), watch, or healthy; reasons say it in words. Thresholds: sample ratio mismatch at
  p below .001 with an arm 0.1 points or more off blocks, below .01 is watched; 1 % of units in several arms, a difference
  before the experiment or bots in one arm (p below .001) is unhealthy; immature_share are units whose 7 days are not over.
grain: one row per experiment
key: [experiment_id]
sources: [W50]
--- */
with waiting as (
  select experiment_id, avg(cast(exposed_at + interval '7 days' > $as_of as double)) as immature_share
  from model.experiment_outcomes
  group by experiment_id
),
judged as (
  select
    i.*,
    w.immature_share,
    i.is_blocked as has_mismatch,
    not i.is_blocked and coalesce(i.srm_p_value < 0.01, false) as is_near_mismatch,
    i.several_arms_share >= 0.01 as has_jumpers,
    coalesce(i.past_p_value < 0.001, false) as has_biased_past,
    coalesce(i.bot_p_value < 0.001, false) as has_bots_in_one_arm
  from model.experiment_integrity i
  left join waiting w on w.experiment_id = i.experiment_id
)
select
  experiment_id,
  case
    when has_mismatch then 'blocked'
    when has_jumpers or has_biased_past or has_bots_in_one_arm then 'unhealthy'
    when is_near_mismatch or immature_share > 0.5 then 'watch'
    else 'healthy'
  end as state,
  concat_ws(
    ' ',
    case when has_mismatch then
      'Units went missing: the arms are not of the planned sizes' || coalesce(', most visibly in ' || unbalanced_in, '') || '. No effect can be read.'
    end,
    case when is_near_mismatch then 'The sizes of the arms are unusual for the plan; look for lost exposures.' end,
    case when has_jumpers then
      'Units were seen in more than one arm (' || cast(round(100 * several_arms_share, 1) as varchar) || ' %); they are left out.'
    end,
    case when has_biased_past then 'The arms differed before the experiment began.' end,
    case when has_bots_in_one_arm then 'Bots met one arm more than the other.' end,
    case when immature_share > 0.5 then 'For most units the 7 days are not over.' end
  ) as reasons,
  nullif(concat_ws(
    ', ',
    case when has_mismatch then 'M2' end,
    case when has_jumpers then 'M3' end,
    case when has_biased_past then 'past' end,
    case when has_bots_in_one_arm then 'bots' end,
    case when coalesce(irrelevant_share >= 0.6, false) then 'faster_irrelevance' end
  ), '') as flags,
  units_exposed,
  units,
  srm_p_value,
  srm_deviation,
  unbalanced_in,
  several_arms_share,
  past_p_value,
  bot_p_value,
  immature_share,
  answers,
  same_as_default,
  irrelevant_share
from judged
-- What is wrong first.
order by array_position(['blocked', 'unhealthy', 'watch', 'healthy'], state), experiment_id
