/* ---
title: References between logs
description: |
  How many values one log holds of a key of another, such as the decision behind a delivery, the customer behind an order
  or the use case of a decision, and how many of them are orphans: their key does not exist on the other side. person is
  told for orphans only. An edge whose other side is not logged has no rows, because nothing can be said about it.
grain: one row per edge, source, quarter of an hour of arrival and person of an orphan
key: [edge, source, arrived_at, person]
--- */
with decisions as (
  -- Only what is referred to: few of many keys.
  select distinct event_id as id
  from logs.decisions
  where event_id in (select decision_id from logs.deliveries union all select decision_id from logs.events)
),
events as (
  select distinct event_id as id
  from logs.events
  where event_id in (select trigger_event_id from logs.decisions)
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
found as (
  select 'deliveries.decision_id > decisions' as edge, c.source, c.ingest_time, c.user_id as person, p.id as parent
  from logs.deliveries c
  left join decisions p on p.id = c.decision_id
  where c.decision_id is not null
  union all
  select 'deliveries.campaign_id > campaigns', c.source, c.ingest_time, c.user_id, p.id
  from logs.deliveries c
  left join campaigns p on p.id = c.campaign_id
  where c.campaign_id is not null
  union all
  select 'decisions.trigger_event_id > events', c.source, c.ingest_time, c.person_id_used, p.id
  from logs.decisions c
  left join events p on p.id = c.trigger_event_id
  where c.trigger_event_id is not null
  union all
  select 'decisions.use_case_id > use_cases', c.source, c.ingest_time, c.person_id_used, p.id
  from logs.decisions c
  left join use_cases p on p.id = cast(c.use_case_id as varchar)
  where c.use_case_id is not null
  union all
  select 'decisions.experiment_id > experiments', c.source, c.ingest_time, c.person_id_used, p.id
  from logs.decisions c
  left join experiments p on p.id = c.experiment_id
  where c.experiment_id is not null
  union all
  select 'events.decision_id > decisions', c.source, c.ingest_time, c.user_id, p.id
  from logs.events c
  left join decisions p on p.id = c.decision_id
  where c.decision_id is not null
  union all
  select 'events.message_id > deliveries', c.source, c.ingest_time, c.user_id, p.id
  from logs.events c
  left join messages p on p.id = c.message_id
  where c.message_id is not null
  union all
  select 'orders.user_id > customers', c.source, c.ingest_time, c.user_id, p.id
  from logs.orders c
  left join customers p on p.id = c.user_id
  where c.user_id is not null
  union all
  select 'exposures.unit_id_hash > assignments', c.source, c.ingest_time, c.unit_id_hash, p.id
  from logs.exposures c
  left join assigned p on p.experiment = c.experiment_id and p.id = c.unit_id_hash
  where c.unit_id_hash is not null
),
references as (
  select
    edge,
    cast(source as varchar) as source,
    -- Fine enough for the days of every time zone; date_bin gives nanoseconds.
    arrow_cast(date_bin(interval '15 minutes', ingest_time), 'Timestamp(Microsecond, Some("UTC"))') as arrived_at,
    case when parent is null then person end as person,
    count(*) as checked,
    count(*) filter (where parent is null) as orphans
  from found
  group by 1, 2, 3, 4
),
others as (
  select 'decisions' as name, count(*) as n from logs.decisions
  union all
  select 'events', count(*) from logs.events
  union all
  select 'customers', count(user_id) from logs.events
  union all
  select 'deliveries', count(*) from logs.deliveries
  union all
  select 'use_cases', count(*) from logs.use_cases
  union all
  select 'campaigns', count(*) from logs.campaigns
  union all
  select 'experiments', count(*) from logs.experiments
  union all
  select 'assignments', count(*) from logs.assignments
)
select r.*
from references r
join others o on o.name = split_part(r.edge, ' > ', 2)
where o.n > 0
