/* ---
title: Promises and their error budgets
description: |
  Where every promise stands in its current period, per slice. Counted are the evaluated minutes that no exclusion leaves
  out; bad are valid events that are not good. budget_remaining is 1 - bad / (valid x (1 - objective)), budget_spent what
  is missing to 1. state is unknown (a log is missing, or a mapping of one's own leaves out so many rows of it that they
  break the promise if all of them are bad events of this slice; rows_left_out), no_data (no valid event in the whole
  period, or none for three days: silence is not success), broken (more is spent than there was, decided in whole
  numbers), at_risk (an alert fires, or the budget lasts less than at_risk_days) or kept. days_left is how long the rest
  lasts at present_burn, the burn rate of the last three days, if no spent budget comes back; it is null while nothing
  burns. Minutes are evaluated once the watermark of the slowest log has passed them or their events are overdue;
  evaluation_lag_s is the age of that watermark.
grain: one row per promise and slice
key: [slo, slice]
parameters:
  at_risk_days: {type: number, default: 3, doc: "A budget that lasts less than this many days at the present burn is at risk."}
sources: [R29, W51]
--- */
with sums as (
  select
    m.slo,
    m.slice,
    coalesce(sum(m.valid - m.good) filter (where m.minute >= s.period_from), 0) as bad,
    coalesce(sum(m.valid) filter (where m.minute >= s.period_from), 0) as valid,
    coalesce(sum(m.valid - m.good) filter (where m.minute >= s.evaluated_to - interval '3 days'), 0) as bad_3d,
    coalesce(sum(m.valid) filter (where m.minute >= s.evaluated_to - interval '3 days'), 0) as valid_3d,
    max(m.minute) as last_minute
  from meta.slo_minutes m
  join meta.slos s on s.slo = m.slo
  where m.evaluated
    and not m.excluded
  group by m.slo, m.slice
),
alerts as (
  select
    slo,
    slice,
    min(severity) filter (where state = 'firing') as firing
  from meta.slo_spans
  where ended_at is null
  group by slo, slice
),
slices as (
  select
    s.*,
    coalesce(c.slice, a.slice, '(all)') as slice,
    c.bad,
    c.valid,
    burn_rate(c.bad, c.valid, s.objective) as budget_spent,
    budget_remaining(c.bad, c.valid, s.objective) as budget_remaining,
    -- Burning at more than once the pace of a whole period: the budget of the period is overspent.
    burn_state(c.bad, c.valid, c.bad, c.valid, s.objective, 1) in ('firing', 'low_traffic') as is_broken,
    burn_state(
      c.bad + s.rows_left_out,
      c.valid + s.rows_left_out,
      c.bad + s.rows_left_out,
      c.valid + s.rows_left_out,
      s.objective,
      1
    ) in ('firing', 'low_traffic') as is_open,
    burn_rate(c.bad_3d, c.valid_3d, s.objective) as present_burn,
    c.last_minute,
    a.firing
  from meta.slos s
  left join alerts a on a.slo = s.slo
  left join sums c on c.slo = s.slo and c.slice = a.slice
),
standings as (
  select
    *,
    case
      when present_burn > 0 then greatest(budget_remaining, 0) / present_burn * window_s / 86400
    end as days_left
  from slices
)
select
  slo,
  title,
  slice,
  owner,
  case
    when missing is not null then 'unknown'
    when coalesce(valid, 0) = 0 then 'no_data'
    when is_broken then 'broken'
    when present_burn is null then 'no_data'
    when is_open then 'unknown'
    when firing is not null or coalesce(days_left < $at_risk_days, false) then 'at_risk'
    else 'kept'
  end as state,
  objective,
  case when valid > 0 then (valid - bad) / cast(valid as double) end as good_share,
  bad,
  valid,
  budget_remaining,
  budget_spent,
  present_burn,
  days_left,
  firing,
  period_from,
  period_to,
  last_minute,
  watermark,
  evaluated_to,
  evaluation_lag_s,
  exclusions,
  missing,
  rows_left_out,
  definition
from standings
order by slo, slice
