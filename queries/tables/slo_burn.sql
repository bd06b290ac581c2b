/* ---
title: Burn rates now
description: |
  How fast every error budget burns at the last evaluated minute, in the long and the short window of each rule. state is
  firing (both burn rates reach factor), low_traffic (they do, on fewer than 30 bad events in the long window), quiet or
  no_data (a window has no valid event: nothing fires, and nothing is good); null where a log is missing. since is the
  first instant of that state, or the first that is judged. A burn rate of 1 spends the budget exactly within its period.
grain: one row per promise, slice and rule
key: [slo, slice, severity, pair]
sources: [R29]
--- */
with events as (
  select
    m.slo,
    m.slice,
    date_part('epoch', s.evaluated_to - m.minute) as age_s,
    m.valid - m.good as bad,
    m.valid
  from meta.slo_minutes m
  join meta.slos s on s.slo = m.slo and m.minute >= s.evaluated_to - interval '3 days'
  where m.evaluated
    and not m.excluded
),
sums as (
  select
    e.slo,
    e.slice,
    r.pair,
    sum(e.bad) filter (where e.age_s <= r.long_s) as bad_long,
    sum(e.valid) filter (where e.age_s <= r.long_s) as valid_long,
    sum(e.bad) filter (where e.age_s <= r.short_s) as bad_short,
    sum(e.valid) filter (where e.age_s <= r.short_s) as valid_short
  from events e
  cross join model.burn_rules r
  group by e.slo, e.slice, r.pair
),
present as (
  select * from meta.slo_spans where ended_at is null
)
select
  s.slo,
  coalesce(p.slice, '(all)') as slice,
  r.severity,
  r.pair,
  p.state,
  p.started_at as since,
  burn_rate(c.bad_long, c.valid_long, s.objective) as burn_long,
  burn_rate(c.bad_short, c.valid_short, s.objective) as burn_short,
  burn_factor(r.budget_share, s.window_s, r.long_s) as factor,
  case when p.state is not null then coalesce(c.bad_long, 0) end as bad_long,
  case when p.state is not null then coalesce(c.valid_long, 0) end as valid_long,
  case when p.state is not null then coalesce(c.bad_short, 0) end as bad_short,
  case when p.state is not null then coalesce(c.valid_short, 0) end as valid_short,
  s.evaluated_to,
  s.evaluation_lag_s
from meta.slos s
cross join model.burn_rules r
left join present p on p.slo = s.slo and p.severity = r.severity and p.pair = r.pair
left join sums c on c.slo = s.slo and c.slice = p.slice and c.pair = r.pair
order by s.slo, slice, r.severity, r.long_s
