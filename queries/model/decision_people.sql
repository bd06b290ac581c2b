/* ---
title: The person behind each decision
description: |
  Whose outcomes follow a decision, by everything known now: the one user seen in the browser that the engine was given,
  else the person whom the identity map names, else the identifier itself. Whom the engine took it for has no say in it.
  Testers, bots and other environments are out.
grain: one row per decision about an identified subject
key: [source, decision_id]
--- */
select
  l.source,
  l.decision_id,
  coalesce(b.user_id, i.person_id, l.subject_id) as person_id
from model.decision_ledger l
left join model.browser_users b on b.anonymous_id = l.subject_id and l.subject_type = 'anonymous_id'
left join model.identity_now i on i.id_hash = l.subject_id and i.id_type = l.subject_type
where l.is_production
  and l.subject_id is not null
