/* ---
title: First decision about each person
description: |
  The first request about a person in each use case, with what they ordered in the 7 days from it and in the 14 days
  before. Later requests are left out, so that a busy visitor weighs no more than others, and so are held-out people, who
  wait for nothing. waited_ms is how long the answer took without the delay that an experiment added; it is null where no
  usable answer came.
grain: one row per use case and person
key: [use_case_id, person_id]
--- */
with firsts as (
  select distinct on (l.use_case_id, p.person_id)
    l.use_case_id,
    p.person_id,
    l.source,
    l.decision_id,
    l.channel,
    l.placement,
    l.request_time,
    l.latency_ms,
    l.is_measurable,
    l.is_recognised
  from model.decision_ledger l
  join model.decision_people p on p.source = l.source and p.decision_id = l.decision_id
  where not l.is_holdout
  order by l.use_case_id, p.person_id, l.request_time, l.decision_id
),
purchases as (
  select
    f.use_case_id,
    f.person_id,
    bool_or(o.placed_time >= f.request_time) as is_converted,
    bool_or(o.placed_time < f.request_time) as is_buyer_before
  from firsts f
  join model.orders o
    on o.person_id = f.person_id
    and o.placed_time >= f.request_time - interval '14 days'
    and o.placed_time < f.request_time + interval '7 days'
  group by f.use_case_id, f.person_id
)
select
  f.use_case_id,
  f.person_id,
  f.channel,
  f.placement,
  m.market,
  f.request_time,
  f.latency_ms - coalesce(d.injected_delay_ms, 0) as waited_ms,
  f.is_measurable,
  f.is_recognised,
  coalesce(b.is_converted, false) as is_converted,
  coalesce(b.is_buyer_before, false) as is_buyer_before
from firsts f
join logs.decisions d on d.source = f.source and d.event_id = f.decision_id
left join purchases b on b.use_case_id = f.use_case_id and b.person_id = f.person_id
left join model.people m on m.person_id = f.person_id
