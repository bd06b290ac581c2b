/* ---
title: Ledger by hour
description: |
  Where everything went, hour by hour and use case by use case: n decisions and intents without one, by their state and
  its reason; over an hour's rows they add up to all of them. exposed are those of them that the customer saw, converted
  those followed by an order within 7 days. intents is how many intents the hour had, deficit how many of them no
  decision names, of intents an hour old or more; one whose customer ordered first is none. finding is deficit where at
  least threshold of the hour's intents are missing, and persistent_deficit where that has been so in three hours with
  intents running, this one the last: one bad hour may be a stall, three are a trigger that is not wired. Use cases
  without replayed intents have neither.
grain: one row per hour, use case, state and reason
key: [hour, use_case_id, state, state_reason]
parameters:
  threshold: {type: number, default: 0.05, doc: Share of an hour's intents that must be missing for a finding.}
sources: [R29, S27]
--- */
with counted as (
  select
    date_trunc('hour', at) as hour,
    use_case_id,
    state,
    state_reason,
    count(*) as n,
    count(exposed_at) as exposed,
    count(converted_at) as converted
  from model.ledger_entries
  where at < $as_of
  group by 1, 2, 3, 4
),
signals as (
  select
    date_trunc('hour', intended_at) as hour,
    use_case_id,
    count(*) as intents,
    count(*) filter (where state_reason = 'never_asked' and date_part('epoch', $as_of - intended_at) >= 3600) as deficit
  from model.intent_ledger
  where intended_at < $as_of
  group by 1, 2
),
deficits as (
  select
    *,
    deficit >= $threshold * intents and deficit > 0 as is_short,
    count(*) filter (where deficit >= $threshold * intents and deficit > 0)
      over (partition by use_case_id order by hour rows between 2 preceding and current row) as short_hours
  from signals
)
select
  c.hour,
  c.use_case_id,
  c.state,
  c.state_reason,
  c.n,
  c.exposed,
  c.converted,
  d.intents,
  d.deficit,
  case when d.short_hours = 3 then 'persistent_deficit' when d.is_short then 'deficit' end as finding
from counted c
left join deficits d on d.hour = c.hour and d.use_case_id = c.use_case_id
order by c.hour, c.use_case_id, c.n desc, c.state, c.state_reason
