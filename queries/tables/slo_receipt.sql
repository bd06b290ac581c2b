/* ---
title: Where error budgets went
description: |
  Who spent the error budget of the current period: for each slice of a promise and each dimension of its metric, the
  values that had bad events. share_of_budget is their bad events over all that the objective allows the slice, so that a
  dimension's shares add up to the budget spent; share_of_bad is their part of the slice's bad events. Budgets are shared
  out once per dimension: rows of different dimensions are the same events seen from another side.
  price_orders is what the slow answers cost in orders, and only where an experiment delayed answers of the same use case
  at random and is shown to have lost orders by it: the orders within 7 days that its longest delay cost per request,
  times the slow requests; a floor, since slow answers took longer than that delay. Elsewhere price_basis says why there
  is no price.
grain: one row per promise, slice, dimension and value
key: [slo, slice, dimension, value]
sources: [R29, S16]
--- */
with spenders as (
  select
    slo,
    slice,
    dimension,
    value,
    valid - good as bad,
    valid,
    sum(valid) over (partition by slo, slice, dimension) as slice_valid,
    sum(valid - good) over (partition by slo, slice, dimension) as slice_bad
  from meta.slo_spending
),
delays as (
  select
    d.experiment_id,
    d.variant_id,
    cast(e.use_case_id as varchar) as use_case_id,
    avg(d.injected_delay_ms) as delay_ms,
    count(*) as requests,
    row_number() over (partition by d.experiment_id order by avg(d.injected_delay_ms) desc, d.variant_id) as place
  from logs.decisions d
  join logs.experiments e on e.experiment_id = d.experiment_id
  where cast(e.kind as varchar) = 'latency_injection'
    and d.injected_delay_ms is not null
  group by d.experiment_id, d.variant_id, cast(e.use_case_id as varchar)
),
losses as (
  select
    d.experiment_id,
    d.use_case_id,
    max(d.delay_ms) as delay_ms,
    max(d.requests) / cast(count(*) filter (where not o.is_control) as double) as requests_per_unit,
    -difference(cast(o.orders_7d as double), not o.is_control) as lost,
    -difference_hi(cast(o.orders_7d as double), not o.is_control) as lost_lo,
    -difference_lo(cast(o.orders_7d as double), not o.is_control) as lost_hi
  from delays d
  join model.experiment_integrity i on i.experiment_id = d.experiment_id and not i.is_blocked
  join model.experiment_outcomes o
    on o.experiment_id = d.experiment_id
    and (o.is_control or o.variant_id = d.variant_id)
    and date_part('epoch', $as_of - o.exposed_at) >= 604800
  where d.place = 1
  group by d.experiment_id, d.use_case_id
),
priced as (
  select
    s.*,
    l.experiment_id,
    l.delay_ms,
    case when l.lost_lo > 0 then s.bad * l.lost / l.requests_per_unit end as price_orders,
    case when l.lost_lo > 0 then s.bad * l.lost_lo / l.requests_per_unit end as price_lo,
    case when l.lost_lo > 0 then s.bad * l.lost_hi / l.requests_per_unit end as price_hi
  from spenders s
  left join losses l on s.dimension = 'cause' and s.value = 'slow' and s.slice = 'use_case_id=' || l.use_case_id
  where s.bad > 0
)
select
  p.slo,
  p.slice,
  p.dimension,
  p.value,
  p.bad,
  p.valid,
  burn_rate(p.bad, p.slice_valid, s.objective) as share_of_budget,
  p.bad / cast(p.slice_bad as double) as share_of_bad,
  p.price_orders,
  p.price_lo,
  p.price_hi,
  case
    when p.dimension <> 'cause' then 'see cause'
    when p.value <> 'slow' then 'no experiment varies it'
    when p.experiment_id is null then 'no experiment delayed these answers at random'
    when p.price_orders is null then p.experiment_id || ' does not show that a delay loses orders'
    else p.experiment_id || ', ' || cast(cast(round(p.delay_ms) as bigint) as varchar) || ' ms'
  end as price_basis
from priced p
join meta.slos s on s.slo = p.slo
order by p.slo, p.slice, p.dimension, p.bad desc, p.value
