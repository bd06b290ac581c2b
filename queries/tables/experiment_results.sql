/* ---
title: Experiment results
description: |
  Every treated arm against its control, one row per metric and window, over units whose window is over. estimate and
  control_estimate are the arms' means, or ratios of sums for aov; lift is relative to control, difference absolute.
  While an experiment runs, lo and hi bound the lift at every look (asymptotic confidence sequence); after its planned
  end they are a 95 % interval, by the delta method or Fieller's where the control is noisy, score based for shares that
  nobody or everybody reached. p_value is of the difference. adjusted_p_value allows for the family it was tested in:
  Holm for the metric that decides, Benjamini and Hochberg for all the others; family_size tells how many. mde is the
  relative effect that this many units find four times in five. A blocked experiment shows why and no effect. verdict
  says in words what may be said, flags what a reader must know with it.
grain: one row per experiment, treated arm, metric and window
key: [experiment_id, variant_id, metric, window_days]
parameters:
  minimum_units: {type: number, default: 100, doc: "Fewer conversions or units than this in an arm, and nothing is said."}
  planned_units: {type: number, default: 5000, doc: Units that the confidence sequence is tightest at where no plan gives their number.}
  suspicious_lift: {type: number, default: 0.5, doc: "A relative change beyond this is more often an error than an effect."}
sources: [S16, S19, S22, W50]
--- */
with readings as (
  select
    experiment_id,
    variant_id,
    is_control,
    exposed_at,
    unnest(make_array(
      named_struct('metric', 'conversion_rate', 'kind', 'share', 'days', 7, 'y', cast(orders_7d > 0 as double), 'd', 1.0, 'x', cast(orders_before as double)),
      named_struct('metric', 'orders_24h', 'kind', 'share', 'days', 1, 'y', cast(orders_1d > 0 as double), 'd', 1.0, 'x', cast(orders_before as double)),
      named_struct('metric', 'orders_per_user', 'kind', 'mean', 'days', 7, 'y', cast(orders_7d as double), 'd', 1.0, 'x', cast(orders_before as double)),
      named_struct('metric', 'orders_per_user', 'kind', 'mean', 'days', 28, 'y', cast(orders_28d as double), 'd', 1.0, 'x', cast(orders_before as double)),
      named_struct('metric', 'revenue_per_user', 'kind', 'mean', 'days', 7, 'y', revenue_7d, 'd', 1.0, 'x', revenue_before),
      named_struct('metric', 'revenue_per_user', 'kind', 'mean', 'days', 28, 'y', revenue_28d, 'd', 1.0, 'x', revenue_before),
      named_struct('metric', 'aov', 'kind', 'ratio', 'days', 7, 'y', revenue_7d, 'd', cast(orders_7d as double), 'x', cast(null as double)),
      named_struct('metric', 'aov', 'kind', 'ratio', 'days', 28, 'y', revenue_28d, 'd', cast(orders_28d as double), 'x', cast(null as double)),
      named_struct('metric', 'pdp_visits_per_user', 'kind', 'mean', 'days', 7, 'y', cast(product_visits_7d as double), 'd', 1.0, 'x', cast(product_visits_before as double)),
      named_struct('metric', 'retention_30d', 'kind', 'share', 'days', 37, 'y', cast(is_retained as double), 'd', 1.0, 'x', cast(null as double)),
      named_struct('metric', 'repeat_purchase_30d', 'kind', 'share', 'days', 37, 'y', cast(is_repeat_buyer as double), 'd', 1.0, 'x', cast(orders_before as double)),
      named_struct('metric', 'cart_recovery', 'kind', 'share', 'days', 7, 'y', cast(is_recovered as double), 'd', 1.0, 'x', cast(null as double))
    )) as reading
  from model.experiment_outcomes
),
mature as (
  select
    experiment_id,
    variant_id,
    is_control,
    reading['metric'] as metric,
    reading['kind'] as kind,
    reading['days'] as window_days,
    reading['y'] as y,
    reading['d'] as d,
    reading['x'] as x
  from readings
  where reading['y'] is not null
    and date_part('epoch', $as_of - exposed_at) >= 86400 * reading['days']
),
compared as (
  select m.*, a.variant_id as arm, not m.is_control as is_treated
  from model.experiment_arms a
  join mature m on m.experiment_id = a.experiment_id
  where not a.is_control
    and (m.is_control or m.variant_id = a.variant_id)
),
figures as (
  select
    experiment_id,
    arm,
    metric,
    kind,
    window_days,
    count(*) as n,
    count(*) filter (where is_treated) as n_treated,
    count(*) filter (where not is_treated) as n_control,
    least(sum(least(y, 1)) filter (where is_treated), sum(least(y, 1)) filter (where not is_treated)) as fewest,
    sum(y) filter (where is_treated) / nullif(sum(d) filter (where is_treated), 0) as estimate,
    sum(y) filter (where not is_treated) / nullif(sum(d) filter (where not is_treated), 0) as control_estimate,
    ratio_difference(y, d, is_treated) as difference,
    ratio_difference_se(y, d, is_treated) as difference_se,
    case kind when 'share' then difference_lo(y > 0.5, is_treated) else ratio_difference_lo(y, d, is_treated) end as difference_lo,
    case kind when 'share' then difference_hi(y > 0.5, is_treated) else ratio_difference_hi(y, d, is_treated) end as difference_hi,
    case kind when 'share' then lift_p_value(y > 0.5, is_treated) else ratio_difference_p_value(y, d, is_treated) end as p_value,
    ratio_relative_lift(y, d, is_treated) as lift,
    ratio_relative_lift_se(y, d, is_treated) as lift_se,
    case kind when 'share' then relative_lift_lo(y > 0.5, is_treated) else ratio_relative_lift_lo(y, d, is_treated) end as fixed_lo,
    case kind when 'share' then relative_lift_hi(y > 0.5, is_treated) else ratio_relative_lift_hi(y, d, is_treated) end as fixed_hi,
    cuped_difference(y, x, is_treated) as adjusted_difference,
    cuped_difference_lo(y, x, is_treated) as adjusted_difference_lo,
    cuped_difference_hi(y, x, is_treated) as adjusted_difference_hi
  from compared
  group by experiment_id, arm, metric, kind, window_days
),
planned as (
  select
    f.*,
    x.primary_metric_id = f.metric as is_primary,
    coalesce(x.planned_end > $as_of, true) as is_running,
    i.is_blocked,
    i.unbalanced_in,
    i.same_as_default,
    -- What the registered effect would need, split as the arms are.
    coalesce(units_to_detect(difference_se, n, x.mde * control_estimate, 0.8), $planned_units) as planned_units
  from figures f
  join model.experiment_integrity i on i.experiment_id = f.experiment_id
  left join logs.experiments x on x.experiment_id = f.experiment_id
),
bounded as (
  select
    *,
    case when is_running then sequential_lo(lift, lift_se, n, planned_units) else fixed_lo end as lo,
    case when is_running then sequential_hi(lift, lift_se, n, planned_units) else fixed_hi end as hi,
    case
      when is_primary then holm(p_value) over (partition by experiment_id, is_primary)
      else benjamini_hochberg(p_value) over (partition by experiment_id, is_primary)
    end as adjusted_p_value,
    count(p_value) over (partition by experiment_id, is_primary) as family_size,
    max(case when metric = 'revenue_per_user' then lift end) over (partition by experiment_id, arm, window_days) as revenue_lift,
    max(case when metric = 'revenue_per_user' then fixed_lo end) over (partition by experiment_id, arm, window_days) as revenue_lo,
    max(case when metric = 'orders_per_user' then lift end) over (partition by experiment_id, arm, window_days) as orders_lift
  from planned
),
judged as (
  select
    *,
    fewest < $minimum_units as is_thin,
    case when is_running then lo > 0 or hi < 0 else adjusted_p_value < 0.05 end as is_significant,
    is_primary and metric = 'aov' and lift > 0 and not coalesce(revenue_lo > 0, false) as is_hollow,
    is_primary and same_as_default >= 0.8 as is_mostly_default
  from bounded
)
select
  experiment_id,
  arm as variant_id,
  metric,
  window_days,
  coalesce(is_primary, false) as is_primary,
  n,
  n_treated,
  n_control,
  case when not is_blocked then estimate end as estimate,
  case when not is_blocked then control_estimate end as control_estimate,
  case when not is_blocked then difference end as difference,
  case when not is_blocked then difference_lo end as difference_lo,
  case when not is_blocked then difference_hi end as difference_hi,
  case when not is_blocked then lift end as lift,
  case when not is_blocked then lo end as lo,
  case when not is_blocked then hi end as hi,
  case when is_running then 'asymptotic confidence sequence, 95 %' else '95 % interval, delta method or Fieller' end as method,
  case when not is_blocked then p_value end as p_value,
  case when not is_blocked then adjusted_p_value end as adjusted_p_value,
  family_size,
  case when not is_blocked then detectable_difference(difference_se, 0.8) / nullif(abs(control_estimate), 0) end as mde,
  case when not is_blocked then adjusted_difference end as adjusted_difference,
  case when not is_blocked then adjusted_difference_lo end as adjusted_difference_lo,
  case when not is_blocked then adjusted_difference_hi end as adjusted_difference_hi,
  case when is_blocked then 'E0' else 'E5' end as grade,
  case
    when is_blocked then 'Blocked: units went missing' || coalesce(' in ' || unbalanced_in, '') || '. Repair the exposures first.'
    when is_hollow then
      'Do not ship on this: orders look worth more, but users are not shown to be. Cheap orders may have vanished (orders per user '
      || cast(round(100 * orders_lift, 1) as varchar) || ' %, revenue per user ' || cast(round(100 * revenue_lift, 1) as varchar)
      || ' %, from ' || coalesce(cast(round(100 * revenue_lo, 1) as varchar), 'unknown') || ' % on).'
    when is_mostly_default and not coalesce(is_significant, false) then
      'No effect, and hardly a treatment: ' || cast(round(100 * same_as_default) as varchar) || ' % of answers were what everybody gets.'
    when is_thin then 'Too little to judge: fewer than ' || cast(cast($minimum_units as bigint) as varchar) || ' units with the outcome in an arm.'
    when is_significant and abs(lift) > $suspicious_lift
      then 'Suspicious: a change this large is more often an error than an effect. Check the logging.'
    when is_significant and is_running and lift > 0 then 'Better so far, at any look.'
    when is_significant and is_running then 'Worse so far, at any look.'
    when is_significant and lift > 0 then 'Better.'
    when is_significant then 'Worse.'
    when is_running then 'Running: nothing can be told apart yet.'
    else 'No effect found; one of mde or more would have been.'
  end as verdict,
  nullif(concat_ws(
    ', ',
    case when is_blocked then 'M2' end,
    case when not is_blocked and is_hollow then 'aov_up_revenue_flat' end,
    case when is_mostly_default and not coalesce(is_significant, false) then 'theater' end,
    case when is_significant and abs(lift) > $suspicious_lift then 'suspicious' end
  ), '') as flags
from judged
order by is_primary desc, experiment_id, variant_id, metric, window_days
