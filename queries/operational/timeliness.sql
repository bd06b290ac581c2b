/* ---
title: Answers at the right time
question: When a customer shows an intent, how often does our answer come neither too early nor too late?
description: |
  What became of every intent whose deadline is past; the intents are replayed from the events, so one that the engine
  never heard of counts. on_time_rate is on time over all but the moot and the rightly held back. The six shares are of
  all intents and add up to 1: on_time, early (before the least delay of the use case), late (after its deadline),
  never, moot (the customer ordered before the answer came and before the deadline), suppressed_ok (consent, a cap,
  quiet hours or a holdout held it back). delivered_by_deadline is the share reached by the deadline where an order may
  come first (Aalen-Johansen); it uses intents that are still waiting, too. Delivered is what the provider or the client
  reported, never what was merely sent. Use cases without a deadline, or whose decisions name no trigger, are not in it.
owner: lifecycle marketing
unit: ratio
direction: up_is_good
time: intended_at
dimensions: [use_case_id, channel, market]
measures: [on_time_rate, on_time, early, late, never, moot, suppressed_ok, delivered_by_deadline]
thresholds: {good: 0.9, poor: 0.6}
matures: intended_at + deadline_s
censored: [delivered_by_deadline]
interval: Wilson 95 %
sources: [R31, S24]
needs: [events, use_cases, decisions, deliveries]
--- */
with intents as (
  select
    *,
    outcome in ('on_time', 'early', 'late', 'never') as is_due,
    least(ended_s, date_part('epoch', $as_of - intended_at)) / nullif(deadline_s, 0) as deadlines_waited
  from model.intent_ledger
  where deadline_s is not null
    and intended_at < $as_of
)
select
  count(*) filter (where outcome = 'on_time')
    / nullif(cast(count(*) filter (where is_due) as double), 0) as on_time_rate,
  avg(cast(outcome = 'on_time' as double)) as on_time,
  avg(cast(outcome = 'early' as double)) as early,
  avg(cast(outcome = 'late' as double)) as late,
  avg(cast(outcome = 'never' as double)) as never,
  avg(cast(outcome = 'moot' as double)) as moot,
  avg(cast(outcome = 'suppressed_ok' as double)) as suppressed_ok,
  cumulative_incidence(1.0, deadlines_waited, coalesce(ended_by = 'answer', false), coalesce(ended_by = 'order', false))
    filter (where outcome <> 'suppressed_ok') as delivered_by_deadline,
  count(*) as n,
  proportion_lo(count(*) filter (where outcome = 'on_time'), count(*) filter (where is_due)) as lo,
  proportion_hi(count(*) filter (where outcome = 'on_time'), count(*) filter (where is_due)) as hi
from intents
where intended_at >= $from
  and intended_at < $to
