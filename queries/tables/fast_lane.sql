/* ---
title: Fast lane
description: |
  What experiments that put workflows on a fast lane (kind fast_lane) did, by intention to treat: every exposed workflow
  counts in the arm it was put in, whether or not it was approved automatically. Measures are the mean and the median
  turnaround in hours of published workflows (turnaround_h, turnaround_p50_h), the shares published by 48 hours and rolled
  back within 7 days of publication, over workflows old enough to tell. difference is treated less control with its 95 %
  interval (Newcombe's for shares), p_value is two-sided. Where units went missing no effect is shown. A fast lane is
  worth having if it is faster and rolled_back_7d does not rise; an interval of that which reaches far above 0 has not
  shown it.
grain: one row per experiment and measure
key: [experiment_id, measure]
sources: [W45, C60]
--- */
with units as (
  select
    f.experiment_id,
    f.is_treated,
    c.submitted_at,
    c.published_at,
    c.rolled_back_at,
    c.turnaround_h
  from model.first_exposures f
  join logs.experiments e on e.experiment_id = f.experiment_id
  join model.approval_cycles c on c.workflow_id = f.unit_id
  where e.kind = 'fast_lane'
    and f.unit_type = 'workflow'
    and not f.is_in_several
    and f.exposed_at < $as_of
),
outcomes as (
  select
    experiment_id,
    is_treated,
    case when published_at <= $as_of then turnaround_h end as turnaround_h,
    case when submitted_at + interval '48 hours' <= $as_of then coalesce(turnaround_h <= 48, false) end as published_48h,
    case when published_at + interval '7 days' <= $as_of then
      coalesce(rolled_back_at < published_at + interval '7 days', false)
    end as rolled_back_7d
  from units
),
shares as (
  select
    experiment_id,
    is_treated,
    unnest(make_array(
      named_struct('measure', 'published_48h', 'happened', published_48h),
      named_struct('measure', 'rolled_back_7d', 'happened', rolled_back_7d)
    )) as outcome
  from outcomes
),
differences as (
  select
    experiment_id,
    outcome['measure'] as measure,
    avg(cast(outcome['happened'] as double)) filter (where not is_treated) as control,
    avg(cast(outcome['happened'] as double)) filter (where is_treated) as treated,
    difference(outcome['happened'], is_treated) as difference,
    difference_lo(outcome['happened'], is_treated) as lo,
    difference_hi(outcome['happened'], is_treated) as hi,
    lift_p_value(outcome['happened'], is_treated) as p_value,
    count(outcome['happened']) filter (where not is_treated) as n_control,
    count(outcome['happened']) filter (where is_treated) as n_treated
  from shares
  group by experiment_id, outcome['measure']
  union all
  select
    experiment_id,
    'turnaround_h',
    avg(turnaround_h) filter (where not is_treated),
    avg(turnaround_h) filter (where is_treated),
    difference(turnaround_h, is_treated),
    difference_lo(turnaround_h, is_treated),
    difference_hi(turnaround_h, is_treated),
    lift_p_value(turnaround_h, is_treated),
    count(turnaround_h) filter (where not is_treated),
    count(turnaround_h) filter (where is_treated)
  from outcomes
  group by experiment_id
  union all
  select
    experiment_id,
    'turnaround_p50_h',
    quantile_with_misses(0.5, turnaround_h) filter (where not is_treated and turnaround_h is not null),
    quantile_with_misses(0.5, turnaround_h) filter (where is_treated and turnaround_h is not null),
    quantile_difference(0.5, turnaround_h, is_treated),
    quantile_difference_lo(0.5, turnaround_h, is_treated),
    quantile_difference_hi(0.5, turnaround_h, is_treated),
    null,
    count(turnaround_h) filter (where not is_treated),
    count(turnaround_h) filter (where is_treated)
  from outcomes
  group by experiment_id
),
blocked as (
  select experiment_id
  from model.experiment_balance
  where slice = 'all'
    and is_blocked
)
select
  d.experiment_id,
  d.measure,
  d.n_control,
  d.n_treated,
  case when b.experiment_id is null then d.control end as control,
  case when b.experiment_id is null then d.treated end as treated,
  case when b.experiment_id is null then d.difference end as difference,
  case when b.experiment_id is null then d.lo end as lo,
  case when b.experiment_id is null then d.hi end as hi,
  case when b.experiment_id is null then d.p_value end as p_value,
  case when b.experiment_id is null then 'E5' else 'E0' end as grade
from differences d
left join blocked b on b.experiment_id = d.experiment_id
order by d.experiment_id, array_position(['turnaround_h', 'turnaround_p50_h', 'published_48h', 'rolled_back_7d'], d.measure)
