/* ---
title: Integrity of experiments
description: |
  What must hold before an experiment's figures are read, and what its decisions were made of. Blocked: the chi-square
  test of the arms' sizes gives p below .001 and an arm is 0.1 points or more from its plan; unbalanced_in names the
  slices where that shows. several_arms_share counts units seen in two arms or more, which are left out of results.
  past_p_value asks whether the arms differed before the experiment (orders and product visits of the 14 days before,
  the smaller of two p-values doubled), bot_p_value whether bots met one arm more than another. same_as_default is the share of
  answers that were what everybody gets, irrelevant_share the share of answers within a second that did not know the
  person, used features more than a day old or fell back.
grain: one row per experiment
key: [experiment_id]
sources: [W50, S16]
--- */
with whole as (
  select experiment_id, units, p_value, deviation, is_blocked
  from model.experiment_balance
  where slice = 'all'
),
places as (
  select experiment_id, string_agg(slice || ' ' || value, ', ' order by adjusted_p_value, slice, value) as unbalanced_in
  from model.experiment_balance
  where slice <> 'all'
    and adjusted_p_value < 0.001
  group by experiment_id
),
seen as (
  select experiment_id, units_exposed, units_in_several / cast(units_exposed as double) as several_arms_share
  from model.experiment_runs
  where units_exposed > 0
),
past as (
  select
    experiment_id,
    lift_p_value(orders_before, not is_control) as orders_p_value,
    lift_p_value(product_visits_before, not is_control) as visits_p_value
  from model.experiment_outcomes
  group by experiment_id
),
visitors as (
  select
    e.experiment_id,
    not a.is_control as is_treated,
    e.unit_id_hash,
    bool_or(coalesce(e.is_bot, false)) as is_bot
  from logs.exposures e
  join model.experiment_arms a on a.experiment_id = e.experiment_id and a.variant_id = e.variant_id
  group by 1, 2, 3
),
bots as (
  select experiment_id, lift_p_value(is_bot, is_treated) as bot_p_value
  from visitors
  group by experiment_id
),
answers as (
  select
    experiment_id,
    count(*) as answers,
    avg(cast(is_default_action as double)) filter (where not is_holdout) as same_as_default,
    avg(cast(not is_recognised or is_fallback or coalesce(feature_age_s > 86400, false) as double))
      filter (where is_measurable and latency_ms < 1000) as irrelevant_share
  from model.decision_ledger
  where experiment_id is not null
    and is_production
  group by experiment_id
)
select
  s.experiment_id,
  s.units_exposed,
  w.units,
  w.p_value as srm_p_value,
  w.deviation as srm_deviation,
  coalesce(w.is_blocked, false) as is_blocked,
  p.unbalanced_in,
  s.several_arms_share,
  least(1.0, 2 * least(f.orders_p_value, f.visits_p_value)) as past_p_value,
  b.bot_p_value,
  coalesce(d.answers, 0) as answers,
  d.same_as_default,
  d.irrelevant_share
from seen s
left join whole w on w.experiment_id = s.experiment_id
left join places p on p.experiment_id = s.experiment_id
left join past f on f.experiment_id = s.experiment_id
left join bots b on b.experiment_id = s.experiment_id
left join answers d on d.experiment_id = s.experiment_id
