/* ---
id: T7
dimension: T
title: Downloads are answered within the hour
description: |
  Downloads of the range whose answer was delivered within 60 minutes, over all that are that old, replayed from the events
  by the use case whose intent is a content_downloaded. One that nobody answered counts as not answered. The hour is the
  article's, the shares are ours.
severity: medium
pass: 0.9
fail: 0.5
house_default: true
owner: lifecycle marketing
remediation: |
  Route downloads to whoever is there, and answer at once with what can be said without anybody. Unknown without downloads,
  which a shop for consumers has not: log events of type content_downloaded, a use case with intent_rule
  "type = 'content_downloaded'", and decision_id, status and event_time in deliveries.
unlocks: [download_response]
needs: [events, use_cases.intent_rule, decisions.trigger_event_id, deliveries.decision_id]
sources: [C57]
evidence: {key: [use_case_id, intent_id], where: not is_answered_in_time}
--- */
with use_cases as (
  select distinct cast(use_case_id as varchar) as use_case_id
  from logs.use_cases
  where intent_rule like '%''content_downloaded''%'
),
downloads as (
  select i.use_case_id, i.intent_id, coalesce(i.wait_s <= 3600, false) as is_answered_in_time
  from model.intent_ledger i
  join use_cases u on u.use_case_id = i.use_case_id
  where i.intended_at >= $from
    and i.intended_at < $to
    and date_part('epoch', $as_of - i.intended_at) >= 3600
)
select
  avg(cast(is_answered_in_time as double)) as value,
  count(*) as n,
  proportion_lo(count(*) filter (where is_answered_in_time), count(*)) as lo,
  proportion_hi(count(*) filter (where is_answered_in_time), count(*)) as hi
from downloads
