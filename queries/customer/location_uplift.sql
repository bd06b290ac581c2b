/* ---
title: Location uplift
question: Does content for the place where people are make them buy more?
description: |
  Conversion of those shown content for their place against those shown the same slot without it, in the experiments of
  the use case, by the arm each unit was put in: lift is relative to control, difference absolute. treated_rate and
  control_rate are to be read first, since a large lift on a small rate is few orders. Units whose place was known to be
  less exact than the policy needs are out, in both arms alike, as coarse_share; where the log does not say how exact it
  was, they stay. wrong_share is the share whose next place differs from the last one known at the exposure; some of them
  had moved in between. Only units whose window is over count; so_far includes the others. Units seen in several
  arms are out. Where arms do not have the sizes they were planned with, blocked counts the units and no effect is shown;
  neither is one of experiments with different splits together: slice them by experiment_id. Where offers spread from
  neighbour to neighbour, the unit must be the place, and the interval is too narrow.
owner: experimentation
unit: ratio
direction: up_is_good
time: exposed_at
dimensions: [experiment_id, market]
measures: [lift, difference, treated_rate, control_rate, wrong_share, coarse_share, blocked]
additive: [blocked, n]
grade: E5
matures: exposed_at + $window
interval: delta method, Fieller where control is noisy, 95 %
parameters:
  use_case: {type: text, default: geo_offer, doc: The use case whose experiments to read.}
  window: {type: duration, default: 7d, doc: How long after the exposure an order still counts.}
  accuracy_m: {type: number, default: 100, doc: How exact in metres a place must be for the policy.}
  check_in: {type: duration, default: 1h, doc: How long after the exposure the next place still shows where someone was.}
sources: [S21]
needs: [experiments, exposures]
--- */
with units as (
  select
    u.experiment_id,
    u.unit_id,
    u.person_id,
    u.exposed_at,
    u.market,
    u.is_treated,
    u.treated_share,
    coalesce(b.is_blocked, false) as is_blocked
  from model.experiment_units u
  join logs.experiments x on x.experiment_id = u.experiment_id and x.use_case_id = $use_case
  left join model.experiment_balance b on b.experiment_id = u.experiment_id and b.slice = 'all'
  where u.exposed_at >= $from
    and u.exposed_at < $to
    and not u.is_in_several
),
places as (
  select
    u.experiment_id,
    u.unit_id,
    last_value(a.city order by a.acted_at) filter (where a.acted_at <= u.exposed_at) as known_city,
    last_value(a.geo_accuracy_m order by a.acted_at) filter (where a.acted_at <= u.exposed_at) as known_within_m,
    first_value(a.city order by a.acted_at) filter (where a.acted_at > u.exposed_at) as next_city
  from units u
  join model.actions a
    on a.person_id = u.person_id
    and a.city is not null
    and a.acted_at >= u.exposed_at - interval '1 day'
    and date_part('epoch', a.acted_at - u.exposed_at) < $check_in
  group by u.experiment_id, u.unit_id
),
converted as (
  select distinct u.experiment_id, u.unit_id
  from units u
  join model.orders o
    on o.person_id = u.person_id
    and o.placed_time >= u.exposed_at
    and date_part('epoch', o.placed_time - u.exposed_at) < $window
),
located as (
  select
    u.*,
    coalesce(p.known_within_m > $accuracy_m, false) as is_coarse,
    p.next_city <> p.known_city as is_wrong,
    c.unit_id is not null as is_converted
  from units u
  left join places p on p.experiment_id = u.experiment_id and p.unit_id = u.unit_id
  left join converted c on c.experiment_id = u.experiment_id and c.unit_id = u.unit_id
),
outcomes as (
  select
    *,
    case when not is_coarse and not is_blocked then is_converted end as compared
  from located
)
select
  case when min(treated_share) = max(treated_share) then relative_lift(compared, is_treated) end as lift,
  case when min(treated_share) = max(treated_share) then difference(compared, is_treated) end as difference,
  avg(cast(compared as double)) filter (where is_treated) as treated_rate,
  avg(cast(compared as double)) filter (where not is_treated) as control_rate,
  avg(cast(is_wrong as double)) as wrong_share,
  avg(cast(is_coarse as double)) as coarse_share,
  count(*) filter (where is_blocked) as blocked,
  count(compared) as n,
  case when min(treated_share) = max(treated_share) then relative_lift_lo(compared, is_treated) end as lo,
  case when min(treated_share) = max(treated_share) then relative_lift_hi(compared, is_treated) end as hi
from outcomes
