/* ---
title: References between logs
description: |
  Every value that one log holds of a key of another: the decision behind a delivery, the customer behind an order, the
  use case of a decision. is_orphan marks one whose key does not exist on the other side. An edge whose other side is
  not logged has no rows, because nothing can be said about it.
grain: one row per fact and edge
key: [edge, source, event_id]
--- */
with decisions as (
  select distinct event_id as id from logs.decisions
),
events as (
  select distinct event_id as id from logs.events
),
customers as (
  select distinct user_id as id from logs.events where user_id is not null
),
messages as (
  select distinct message_id as id from logs.deliveries
),
use_cases as (
  select distinct cast(use_case_id as varchar) as id from logs.use_cases
),
campaigns as (
  select distinct campaign_id as id from logs.campaigns
),
experiments as (
  select distinct experiment_id as id from logs.experiments
),
assigned as (
  select distinct experiment_id as experiment, unit_id_hash as id from logs.assignments
),
logged as (
  select 'decisions' as log from (select count(*) as n from decisions) c where n > 0
  union all
  select 'events' from (select count(*) as n from events) c where n > 0
  union all
  select 'customers' from (select count(*) as n from customers) c where n > 0
  union all
  select 'messages' from (select count(*) as n from messages) c where n > 0
  union all
  select 'use_cases' from (select count(*) as n from use_cases) c where n > 0
  union all
  select 'campaigns' from (select count(*) as n from campaigns) c where n > 0
  union all
  select 'experiments' from (select count(*) as n from experiments) c where n > 0
  union all
  select 'assigned' from (select count(*) as n from assigned) c where n > 0
),
found as (
  select 'deliveries.decision_id > decisions' as edge, c.source, c.event_id, c.ingest_time, c.user_id as person, p.id as parent
  from logs.deliveries c
  left join decisions p on p.id = c.decision_id
  join logged k on k.log = 'decisions'
  where c.decision_id is not null
  union all
  select 'deliveries.campaign_id > campaigns', c.source, c.event_id, c.ingest_time, c.user_id, p.id
  from logs.deliveries c
  left join campaigns p on p.id = c.campaign_id
  join logged k on k.log = 'campaigns'
  where c.campaign_id is not null
  union all
  select 'decisions.trigger_event_id > events', c.source, c.event_id, c.ingest_time, c.person_id_used, p.id
  from logs.decisions c
  left join events p on p.id = c.trigger_event_id
  join logged k on k.log = 'events'
  where c.trigger_event_id is not null
  union all
  select 'decisions.use_case_id > use_cases', c.source, c.event_id, c.ingest_time, c.person_id_used, p.id
  from logs.decisions c
  left join use_cases p on p.id = cast(c.use_case_id as varchar)
  join logged k on k.log = 'use_cases'
  where c.use_case_id is not null
  union all
  select 'decisions.experiment_id > experiments', c.source, c.event_id, c.ingest_time, c.person_id_used, p.id
  from logs.decisions c
  left join experiments p on p.id = c.experiment_id
  join logged k on k.log = 'experiments'
  where c.experiment_id is not null
  union all
  select 'events.decision_id > decisions', c.source, c.event_id, c.ingest_time, c.user_id, p.id
  from logs.events c
  left join decisions p on p.id = c.decision_id
  join logged k on k.log = 'decisions'
  where c.decision_id is not null
  union all
  select 'events.message_id > deliveries', c.source, c.event_id, c.ingest_time, c.user_id, p.id
  from logs.events c
  left join messages p on p.id = c.message_id
  join logged k on k.log = 'messages'
  where c.message_id is not null
  union all
  select 'orders.user_id > events', c.source, c.event_id, c.ingest_time, c.user_id, p.id
  from logs.orders c
  left join customers p on p.id = c.user_id
  join logged k on k.log = 'customers'
  where c.user_id is not null
  union all
  select 'exposures.unit_id_hash > assignments', c.source, c.event_id, c.ingest_time, c.unit_id_hash, p.id
  from logs.exposures c
  left join assigned p on p.experiment = c.experiment_id and p.id = c.unit_id_hash
  join logged k on k.log = 'assigned'
  where c.unit_id_hash is not null
)
select
  edge,
  cast(source as varchar) as source,
  event_id,
  ingest_time,
  person,
  parent is null as is_orphan
from found
