/* ---
title: Signals that arrive
question: Of all the moments that called for an answer, how many got the right one in time?
description: |
  Every intent that qualified for a use case, replayed from the events and not from what the engine was asked, and whether
  it passed every stage: consent, recognition, features, a second, something to offer, approved content, the provider, the
  deadline, the product it was about. The shares of the stages and arrived add up to 1, since each intent is lost once, at the
  first stage it fails; slice by stage to see all of them. A stage late on the way therefore looks smaller than it is:
  metrics.signal_to_value also says what mending one stage alone would bring. Intents that an experiment held out are out,
  and so are intents whose deadline is not past.
owner: lifecycle marketing
unit: ratio
direction: up_is_good
time: intended_at
dimensions: [stage, use_case_id, channel, market]
measures: [arrived_share, arrived]
additive: [arrived, n]
grade: E1
interval: Wilson 95 %
link:
  gap: The first stage that fails
  outcome: every intent that is not answered
  estimand: Share of qualifying intents that pass every stage, and of those that do not, the first stage they fail.
  excluded: Intents that an experiment held out, intents whose deadline is not past, use cases whose decisions name no trigger.
  stronger: It counts what happened; what the arrived ones are worth takes a holdout per use case.
sources: [S27, R37]
needs: [events, use_cases, decisions, deliveries]
--- */
with intents as (
  select *, stage = 'arrived' as is_arrived
  from model.signal_stages
  where coalesce(date_part('epoch', $as_of - intended_at) >= deadline_s, true)
)
select
  avg(cast(is_arrived as double)) as arrived_share,
  count(*) filter (where is_arrived) as arrived,
  count(*) as n,
  proportion_lo(count(*) filter (where is_arrived), count(*)) as lo,
  proportion_hi(count(*) filter (where is_arrived), count(*)) as hi
from intents
where intended_at >= $from
  and intended_at < $to
