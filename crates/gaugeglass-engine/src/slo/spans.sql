with minutes as (
  select
    s.slo,
    -- A promise of which nothing was ever seen is one slice without data.
    coalesce(m.slice, '(all)') as slice,
    s.objective,
    s.window_s,
    s.judged_from,
    s.evaluated_to,
    m.minute,
    m.valid - m.good as bad,
    m.valid
  from meta.slos s
  left join meta.slo_minutes m on m.slo = s.slo and m.evaluated and not m.excluded
  where s.evaluated_to is not null
),
judged as (
  select
    m.slo,
    m.slice,
    r.severity,
    r.pair,
    r.long_s,
    r.short_s,
    burn_factor(r.budget_share, m.window_s, r.long_s) as factor,
    burn_spans(
      m.minute, m.bad, m.valid, m.objective, burn_factor(r.budget_share, m.window_s, r.long_s), r.long_s, r.short_s,
      m.judged_from, m.evaluated_to
    ) as spans
  from minutes m
  cross join model.burn_rules r
  group by m.slo, m.slice, r.severity, r.pair, r.long_s, r.short_s, burn_factor(r.budget_share, m.window_s, r.long_s)
),
spans as (
  select slo, slice, severity, pair, long_s, short_s, factor, unnest(spans) as span
  from judged
)
select
  slo,
  slice,
  severity,
  pair,
  long_s,
  short_s,
  factor,
  span['state'] as state,
  span['started_at'] as started_at,
  span['ended_at'] as ended_at,
  span['peak_burn'] as peak_burn,
  span['bad'] as bad
from spans
