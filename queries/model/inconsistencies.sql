/* ---
title: Inconsistencies that touch a person
description: |
  What is wrong with records about a known person in fields that figures hang on: field, two systems that disagree on
  currency, revenue, user or time of an order; one_sided, an order that only one side reports; missing, an amount without
  currency; repeated, an action told twice; orphan, a message or exposure whose origin does not exist; clock, an event
  dated before 2000 or more than a minute after it was received. Bots and testers are out. A total is not looked at, since
  systems mean different things by it.
grain: one row per fault
--- */
with events as (
  select
    coalesce(e.user_id, i.person_id, e.anonymous_id, e.device_id) as person_id,
    e.ingest_time as at,
    coalesce(e.price, e.revenue, e.subtotal, e.total) is not null and e.currency is null as is_missing,
    e.event_time < arrow_cast('2000-01-01T00:00:00Z', 'Timestamp(Microsecond, Some("UTC"))')
      or e.event_time > coalesce(e.received_time, e.ingest_time) + interval '1 minute' as is_clock
  from logs.events e
  left join model.identity_now i on i.id_type = 'anonymous_id' and i.id_hash = e.anonymous_id
  where not coalesce(e.is_bot, false)
    and not coalesce(e.is_test, false)
)
select person_id, at, 'missing' as kind from events where is_missing
union all
select person_id, at, 'clock' from events where is_clock
union all
select person, placed_time, 'field'
from model.field_comparisons
where is_different
  and is_critical
union all
select person_id, placed_time, 'one_sided'
from model.orders
where is_in_order_system <> is_in_events
union all
select coalesce(i.person_id, s.person), s.ingest_time, 'repeated'
from model.soft_duplicates s
left join model.identity_now i on i.id_type = 'anonymous_id' and i.id_hash = s.person
union all
select person, arrived_at, 'orphan'
from model.references
where orphans > 0
  and edge in ('deliveries.decision_id > decisions', 'orders.user_id > customers')
