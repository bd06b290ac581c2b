/* ---
title: Alerts on promises
description: |
  Every time an alert fired since meta.slos.judged_from, judged at the end of each evaluated minute: fired_at is the
  first such instant, cleared_at the first at which it no longer fires; null while it does. peak_burn is the highest burn
  rate of the long window, bad the bad events since the long window of fired_at began.
  A feed that stops is an alert of its own, of severity no_data: no event came for an hour or longer, and for as long as
  thirty come at the pace since the first that is counted, excluded ones among them. Events of a feed that stopped
  altogether are missed from when they are overdue, later than 99 in 100 take to be loaded.
grain: one row per promise, slice, rule and episode
key: [slo, slice, severity, pair, fired_at]
sources: [R29]
--- */
with burns as (
  select slo, slice, severity, pair, started_at as fired_at, ended_at as cleared_at, peak_burn, bad
  from meta.slo_spans
  where state = 'firing'
),
seen as (
  select slo, slice, minute, sum(valid) as valid
  from meta.slo_minutes
  where evaluated
    and valid > 0
  group by slo, slice, minute
),
paces as (
  select
    e.slo,
    e.slice,
    -- Whole minutes, since silence is told at the end of one.
    cast(greatest(3600, 60 * ceil(30 * date_part('epoch', max(s.evaluated_to) - min(e.minute)) / 60 / sum(e.valid))) as bigint)
      as patience_s
  from seen e
  join meta.slos s on s.slo = e.slo
  group by e.slo, e.slice
),
silences as (
  select
    slo,
    slice,
    minute + interval '1 minute' as silent_from,
    lead(minute) over (partition by slo, slice order by minute) + interval '1 minute' as heard_at
  from seen
),
stops as (
  select
    q.slo,
    q.slice,
    arrow_cast(cast(q.silent_from as bigint) + 1000000 * p.patience_s, 'Timestamp(Microsecond, Some("UTC"))') as fired_at,
    q.heard_at as cleared_at
  from silences q
  join paces p on p.slo = q.slo and p.slice = q.slice
  join meta.slos s on s.slo = q.slo
  where date_part('epoch', coalesce(q.heard_at - interval '1 minute', s.evaluated_to) - q.silent_from) >= p.patience_s
  union all
  -- Of these nothing was ever heard.
  select s.slo, '(all)', s.judged_from, null
  from meta.slos s
  where s.evaluated_to is not null
    and not exists (select 1 from seen e where e.slo = s.slo)
),
episodes as (
  select slo, slice, severity, pair, fired_at, cleared_at, peak_burn, bad from burns
  union all
  select slo, slice, 'no_data', null, fired_at, cleared_at, null, null from stops
)
select
  e.slo,
  e.slice,
  e.severity,
  e.pair,
  e.fired_at,
  e.cleared_at,
  e.peak_burn,
  e.bad,
  s.owner,
  s.evaluated_to
from episodes e
join meta.slos s on s.slo = e.slo
where e.cleared_at is null
  or e.cleared_at > s.judged_from
order by e.fired_at desc, e.slo, e.slice, e.severity, e.pair
