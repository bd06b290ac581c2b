/* ---
title: Experiment lift
question: Did the treatment change what customers do?
description: |
  Treatment against control of one experiment, by the arm each unit was put in, from its first exposure on. outcome is
  one of converted, orders, revenue and aov (each over window) and retained (active from day 30 to day 37). Units whose
  window is not over are left out, and so are units seen in several arms. aov is a ratio of sums, made linear around the
  ratio of the whole range: its slices and steps show how units depart from that. lift is relative to control,
  difference absolute; p_value is of the difference (Welch, two-sided). srm_p_value tests whether the arms have the
  sizes they were planned with. Where it is below 0.001 over the whole experiment and an arm is 0.1 points or more off its
  plan, units went missing: blocked is 1 and no effect is shown. Slicing then shows where they went missing.
owner: experimentation
unit: ratio
direction: up_is_good
time: exposed_at
dimensions: [market, source]
measures: [lift, difference, p_value, srm_p_value, blocked, treated_mean, control_mean, several_arms_share]
grade: E5
matures: exposed_at + $window + further_s
interval: delta method, Fieller where control is noisy, 95 %
parameters:
  experiment: {type: text, default: behaviour_flow, doc: Id of the experiment.}
  outcome: {type: text, default: converted, doc: "converted, orders, revenue, aov or retained."}
  window: {type: duration, default: 7d, doc: How long after the exposure an order still counts.}
sources: [S16, S19, S22, W50]
needs: [experiments, exposures]
--- */
with exposed as (
  select
    *,
    case when $outcome = 'retained' then 37 * 86400 - $window else 0 end as further_s
  from model.experiment_units
  where experiment_id = $experiment
    and exposed_at >= $from
    and exposed_at < $to
),
purchases as (
  select e.unit_id, count(*) as orders, sum(coalesce(o.net_base, 0.0)) as revenue
  from exposed e
  join model.orders o
    on o.person_id = e.person_id
    and o.placed_time >= e.exposed_at
    and date_part('epoch', o.placed_time - e.exposed_at) < $window
  group by e.unit_id
),
returns as (
  select distinct e.unit_id
  from exposed e
  join model.active_hours a
    on a.person_id = e.person_id
    and a.last_time >= e.exposed_at + interval '30 days'
    and a.first_time < e.exposed_at + interval '37 days'
),
units as (
  select
    e.exposed_at,
    e.further_s,
    e.market,
    e.source,
    e.is_in_several,
    e.treated_share,
    -- A unit seen in several arms is in none; the functions leave out rows without an arm.
    case when not e.is_in_several then e.is_treated end as is_treated,
    cast(coalesce(p.orders, 0) as double) as orders,
    coalesce(p.revenue, 0.0) as revenue,
    r.unit_id is not null as is_retained
  from exposed e
  left join purchases p on p.unit_id = e.unit_id
  left join returns r on r.unit_id = e.unit_id
),
ratios as (
  select
    is_treated,
    sum(revenue) / sum(orders) as aov,
    avg(orders) as orders_mean
  from units
  where is_treated is not null
    and date_part('epoch', $as_of - exposed_at) >= $window + further_s
  group by is_treated
),
health as (
  -- Over all units ever exposed, whatever the range.
  select coalesce(bool_or(is_blocked), false) as is_blocked
  from model.experiment_balance
  where experiment_id = $experiment
    and slice = 'all'
),
outcomes as (
  select
    u.exposed_at,
    u.further_s,
    u.market,
    u.source,
    u.is_in_several,
    u.treated_share,
    u.is_treated,
    h.is_blocked,
    case
      when h.is_blocked then null
      when $outcome = 'converted' then cast(u.orders > 0 as double)
      when $outcome = 'orders' then u.orders
      when $outcome = 'revenue' then u.revenue
      when $outcome = 'retained' then cast(u.is_retained as double)
      -- Mean and variance over units equal those of the ratio, by the delta method.
      when $outcome = 'aov' then r.aov + (u.revenue - r.aov * u.orders) / r.orders_mean
    end as outcome
  from units u
  cross join health h
  left join ratios r on r.is_treated = u.is_treated
)
select
  relative_lift(outcome, is_treated) as lift,
  difference(outcome, is_treated) as difference,
  lift_p_value(outcome, is_treated) as p_value,
  srm_p_value(is_treated, treated_share) as srm_p_value,
  max(cast(is_blocked as bigint)) as blocked,
  avg(outcome) filter (where is_treated) as treated_mean,
  avg(outcome) filter (where not is_treated) as control_mean,
  avg(cast(is_in_several as double)) as several_arms_share,
  count(is_treated) as n,
  relative_lift_lo(outcome, is_treated) as lo,
  relative_lift_hi(outcome, is_treated) as hi
from outcomes
