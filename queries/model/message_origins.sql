/* ---
title: Messages that name a decision
description: |
  Every message of which at least one status names the decision behind it, with whether every decision so named is in the
  log of decisions (is_found). arrived_at is when its first status landed. Where no decisions are logged there are no rows,
  because nothing can be said.
grain: one row per message that names a decision
key: [message_id]
--- */
with decisions as (
  -- Only what is referred to: few of many keys.
  select distinct event_id as decision_id
  from logs.decisions
  where event_id in (select decision_id from logs.deliveries)
)
select
  m.message_id,
  min(m.ingest_time) as arrived_at,
  bool_and(d.decision_id is not null) as is_found
from logs.deliveries m
left join decisions d on d.decision_id = m.decision_id
cross join (select count(*) as decisions from logs.decisions) l
where m.decision_id is not null
  and l.decisions > 0
group by m.message_id
