/* ---
id: T6
dimension: T
title: Deadlines rest on how long intents last
description: |
  Share of the use cases with held-out customers whose deadline is no longer than their interest lasted (metrics.deadlines)
  and whose registry entry names its evidence. Held-out customers could be neither hurried nor kept, so only they
  show how long an intent lasts by itself; use cases that hold nobody out are left open. Over all holdouts whose 30 days are
  over, since a month holds too few.
severity: medium
pass: 1
fail: 0
house_default: true
owner: lifecycle marketing
effort: small
remediation: |
  Shorten the deadline to the interest that metrics.deadlines shows, or say in evidence_ref what else it rests on. Unknown
  until a use case holds some out by chance: log holdout and trigger_event_id in decisions, and deadline_s and evidence_ref
  in use_cases.
unlocks: [timeliness]
needs: [events, orders, use_cases.deadline_s, decisions, identity_map]
sources: [C58]
--- */
with entries as (
  select cast(use_case_id as varchar) as use_case_id, bool_or(evidence_ref is not null and valid_to is null) as is_named
  from logs.use_cases
  group by 1
),
judged as (
  select d.is_reasonable and coalesce(e.is_named, false) as is_evident
  from metrics.deadlines d
  left join entries e on e.use_case_id = d.use_case_id
  where d.is_reasonable is not null
)
select
  avg(cast(is_evident as double)) as value,
  count(*) as n
from judged
