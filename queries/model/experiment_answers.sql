/* ---
title: What the engine knew of experiment units
description: |
  Every unit of an experiment with the first decision made about it there: whether the engine knew the person, whether an
  answer of its own came or a fallback, and how old the features were. Held-out units have one, too, where the engine logs
  what it would have decided; then all of this was fixed before treatment and may be compared arm by arm. waited_ms is
  the wait without the delay that the experiment added. What is not logged is null. is_converted is an order within 7 days of
  the exposure, known once they are over. Units seen in several arms are out; is_blocked says that units went missing.
grain: one row per experiment and unit
key: [experiment_id, unit_id]
sources: [S19, W50]
--- */
with firsts as (
  select distinct on (l.experiment_id, p.person_id)
    l.experiment_id,
    p.person_id,
    l.source,
    l.decision_id,
    l.use_case_id,
    l.latency_ms,
    l.identity_method,
    l.is_recognised,
    l.feature_age_s
  from model.decision_ledger l
  join model.decision_people p on p.source = l.source and p.decision_id = l.decision_id
  where l.experiment_id is not null
  order by l.experiment_id, p.person_id, l.request_time, l.decision_id
)
select
  o.experiment_id,
  o.unit_id,
  o.person_id,
  o.variant_id,
  o.exposed_at,
  o.source,
  o.market,
  cast(x.kind as varchar) as kind,
  coalesce(cast(x.use_case_id as varchar), f.use_case_id) as use_case_id,
  not o.is_control as is_treated,
  coalesce(b.is_blocked, false) as is_blocked,
  o.orders_7d > 0 as is_converted,
  -- An engine that does not say how it recognised anybody leaves the question open.
  case when f.identity_method is not null then f.is_recognised end as is_recognised,
  f.decision_id is not null and f.latency_ms is null as is_unanswered,
  case when f.latency_ms is null and f.decision_id is not null then false else not d.is_fallback end as is_served,
  f.feature_age_s,
  f.latency_ms - coalesce(d.injected_delay_ms, 0) as waited_ms,
  d.injected_delay_ms
from model.experiment_outcomes o
left join logs.experiments x on x.experiment_id = o.experiment_id
left join firsts f on f.experiment_id = o.experiment_id and f.person_id = o.person_id
left join logs.decisions d on d.source = f.source and d.event_id = f.decision_id
left join model.experiment_balance b on b.experiment_id = o.experiment_id and b.slice = 'all'
