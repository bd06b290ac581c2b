/* ---
id: M5
dimension: M
title: Rows say whether a bot or a tester made them
description: |
  Events, decisions and exposures of the range that leave open whether a bot or a tester made them, over all of them, the
  worst of the three logs. Figures keep such rows, so they count machines as customers.
severity: medium
pass: 0.05
fail: 0.3
house_default: true
owner: experimentation
effort: small
remediation: |
  Fill is_bot and is_test in every row of events, decisions and exposures, with false where the detection found nothing.
unlocks: [conversion_rate, decision_latency, experiment_lift]
needs: [events, decisions, exposures]
sources: [R32, W50]
evidence: {key: [log], where: open_rows > 0}
--- */
with rows as (
  select 'events' as log, is_bot is null or is_test is null as is_open
  from logs.events
  where event_time >= $from
    and event_time < $to
  union all
  select 'decisions', is_bot is null or is_test is null
  from logs.decisions
  where event_time >= $from
    and event_time < $to
  union all
  select 'exposures', is_bot is null or is_test is null
  from logs.exposures
  where event_time >= $from
    and event_time < $to
),
logs as (
  select log, count(*) filter (where is_open) as open_rows, count(*) as rows
  from rows
  group by log
)
select
  max(open_rows / cast(rows as double)) as value,
  coalesce(sum(rows), 0) as n,
  max(proportion_lo(open_rows, rows)) as lo,
  max(proportion_hi(open_rows, rows)) as hi
from logs
