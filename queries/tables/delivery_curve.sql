/* ---
title: Delivery curve
description: |
  The share of intents answered, and the share whose customer ordered first, by parts of the deadline since the intent:
  cumulative incidences with each other as the competing end (Aalen-Johansen), over all intents that no rule held back.
  Intents that are still waiting count for as long as they have waited. lo and hi bound answered. naive is one minus
  Kaplan-Meier, which takes those who ordered first for still waiting and says too much. Null where nobody was followed
  for so long.
grain: one row per use case and part of the deadline
key: [use_case_id, deadlines]
sources: [R31]
--- */
with waits as (
  select
    use_case_id,
    deadline_s,
    least(ended_s, date_part('epoch', $as_of - intended_at)) / deadline_s as waited,
    coalesce(ended_by = 'answer', false) as is_answered,
    coalesce(ended_by = 'order', false) as is_ordered_first
  from model.intent_ledger
  where deadline_s > 0
    and intended_at < $as_of
    and outcome <> 'suppressed_ok'
),
points as (
  select column1 as deadlines
  from (values (0.05), (0.1), (0.25), (0.5), (0.75), (1.0), (1.5), (2.0)) points
)
select
  w.use_case_id,
  p.deadlines,
  p.deadlines * max(w.deadline_s) / 3600 as hours,
  -- The unit of time is the point itself, so that one call serves all points.
  cumulative_incidence(1.0, w.waited / p.deadlines, w.is_answered, w.is_ordered_first) as answered,
  cumulative_incidence_lo(1.0, w.waited / p.deadlines, w.is_answered, w.is_ordered_first) as lo,
  cumulative_incidence_hi(1.0, w.waited / p.deadlines, w.is_answered, w.is_ordered_first) as hi,
  cumulative_incidence(1.0, w.waited / p.deadlines, w.is_ordered_first, w.is_answered) as ordered_first,
  1 - km_survival(1.0, w.waited / p.deadlines, w.is_answered) as naive,
  count(*) as n
from waits w
cross join points p
group by w.use_case_id, p.deadlines
order by w.use_case_id, p.deadlines
