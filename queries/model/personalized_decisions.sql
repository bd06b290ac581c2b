/* ---
title: Decisions that reached somebody with something of their own
description: |
  Every production decision that reached its customer, was no fallback and no holdout, and served something other than
  the default: other than what everybody gets, by action and by kind of decision. Where the default action is not
  logged, any such action counts. The person is the subject the engine was given, as known now, not whom it took it for.
  channel is where the decision was asked for, served_channel where the customer got it.
grain: one row per decision and subject
--- */
with served as (
  select
    l.source,
    l.decision_id,
    l.use_case_id,
    l.channel,
    l.reached_channel as served_channel,
    l.reached_at as served_at,
    unnest(d.subject_ids) as subject
  from model.decision_ledger l
  join logs.decisions d on d.source = l.source and d.event_id = l.decision_id
  where l.state = 'delivered'
    and l.is_production
    and coalesce(l.decision_kind <> 'default', true)
    and not coalesce(l.is_default_action, false)
)
select
  s.source,
  s.decision_id,
  s.use_case_id,
  s.channel,
  s.served_channel,
  s.served_at,
  coalesce(i.person_id, s.subject['id_hash']) as person_id
from served s
left join model.identity_now i on i.id_type = s.subject['id_type'] and i.id_hash = s.subject['id_hash']
where s.subject['id_hash'] is not null
