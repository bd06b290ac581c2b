/* ---
title: People touched by inconsistent data
question: For how many of our customers is something wrong in the data we act on?
description: |
  People with at least one inconsistency in the range over all people active or with an inconsistency in it; ask it over
  30 days. Counted are faults in fields that figures and decisions hang on: two systems that disagree on an order's
  currency, revenue, user or time, an order that only one side reports, an amount without currency, an action told twice,
  a message without its decision, an event with a broken clock. The other shares say how many people each kind touches.
  Row rates are in the metrics of each kind.
owner: data platform
unit: ratio
direction: down_is_good
time: at
dimensions: [market]
measures: [inconsistent_share, inconsistent_people, clock_share, one_sided_share, repeated_share, missing_share, orphan_share, field_share]
thresholds: {good: 0.05, poor: 0.57}
interval: Wilson 95 %
sources: [R32]
needs: [events]
judged_with: [orders, decisions, deliveries]
--- */
with touches as (
  select person_id, at, kind
  from model.inconsistencies
  where person_id is not null
  union all
  select person_id, first_time, cast(null as varchar)
  from model.active_hours
),
people as (
  select t.person_id, t.at, t.kind, p.market
  from touches t
  left join model.people p on p.person_id = t.person_id
)
select
  count(distinct person_id) filter (where kind is not null) / nullif(cast(count(distinct person_id) as double), 0) as inconsistent_share,
  count(distinct person_id) filter (where kind is not null) as inconsistent_people,
  count(distinct person_id) filter (where kind = 'clock') / nullif(cast(count(distinct person_id) as double), 0) as clock_share,
  count(distinct person_id) filter (where kind = 'one_sided') / nullif(cast(count(distinct person_id) as double), 0) as one_sided_share,
  count(distinct person_id) filter (where kind = 'repeated') / nullif(cast(count(distinct person_id) as double), 0) as repeated_share,
  count(distinct person_id) filter (where kind = 'missing') / nullif(cast(count(distinct person_id) as double), 0) as missing_share,
  count(distinct person_id) filter (where kind = 'orphan') / nullif(cast(count(distinct person_id) as double), 0) as orphan_share,
  count(distinct person_id) filter (where kind = 'field') / nullif(cast(count(distinct person_id) as double), 0) as field_share,
  count(distinct person_id) as n,
  proportion_lo(count(distinct person_id) filter (where kind is not null), count(distinct person_id)) as lo,
  proportion_hi(count(distinct person_id) filter (where kind is not null), count(distinct person_id)) as hi
from people
where at >= $from
  and at < $to
