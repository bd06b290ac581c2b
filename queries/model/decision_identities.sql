/* ---
title: Who each decision was about, as the map knew then
description: |
  One row per production request to the decision engine, with the person whom the engine used beside what the identity map
  held its identifiers for when the request came. is_known says whether the map knew any of them, is_backed whether one of
  them stood for the person used, is_correct that one did or that neither knew anybody. is_contradicted says that the map
  took back within 30 days what it had held then; an entry that ended as it had said is no correction.
grain: one row per decision
key: [source, decision_id]
--- */
with subjects as (
  select source, event_id, request_time, person_id_used, unnest(subject_ids) as subject
  from logs.decisions
),
beliefs as (
  select
    s.source,
    s.event_id,
    bool_or(v.person_id = s.person_id_used) as is_backed,
    min(v.known_to) filter (where v.is_corrected) as corrected_at
  from subjects s
  join model.identity_versions v
    on v.id_type = s.subject['id_type']
    and v.id_hash = s.subject['id_hash']
    and v.known_from <= s.request_time
    and (v.known_to is null or v.known_to > s.request_time)
  group by s.source, s.event_id
)
select
  cast(d.source as varchar) as source,
  d.event_id as decision_id,
  d.request_time,
  cast(d.use_case_id as varchar) as use_case_id,
  cast(d.channel as varchar) as channel,
  cast(d.identity_method as varchar) as identity_method,
  d.person_id_used,
  b.event_id is not null as is_known,
  coalesce(b.is_backed, false) as is_backed,
  case when b.event_id is null then d.person_id_used is null else coalesce(b.is_backed, false) end as is_correct,
  coalesce(b.corrected_at <= d.request_time + interval '30 days', false) as is_contradicted
from logs.decisions d
left join beliefs b on b.source = d.source and b.event_id = d.event_id
where d.environment = 'prod'
  and not coalesce(d.is_test, false)
  and not coalesce(d.is_bot, false)
