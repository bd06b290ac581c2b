/* ---
title: Recognised across channels
question: Do we know that it is the same customer on the web, on the phone, by e-mail and in the app?
description: |
  Of the people truly seen on two or more of web, mobile, email and in_app during the range, the share whose identifiers
  seen there belong to one person of the identity map, as known now. Who truly is one is not taken from the map, which
  would always find 100 %: it comes from identifiers of a type that the resolver is not given and that names the customer
  on every channel (holdout_type), else from what people judged (labels of kind identity_cluster), weighted by the people
  that each case stands for. Unknown where there is neither. joined_persons is how many persons the map itself sees on
  two or more: the only part that is known then.
owner: identity
unit: ratio
direction: up_is_good
measures: [recognised, people, joined_persons]
target: 0.6
thresholds: {good: 0.6, poor: 0.3}
interval: ratio of weighted sums, delta method 95 %
parameters:
  holdout_type: {type: text, default: loyalty_id, doc: Type of identifier that the resolver is not given.}
chart: none
sources: [R28]
needs: [identity_observations, identity_map]
--- */
with sightings as (
  select s.source, s.event_id, s.touchpoint, s.id_type, s.id, v.person_id, coalesce(v.person_id, s.id) as holder
  from model.identity_sightings s
  left join model.identity_versions v on v.id = s.id and v.known_to is null
  where s.event_time >= $from
    and s.event_time < $to
    and s.touchpoint is not null
),
owned as (
  select 'holdout' as frame, k.id as human, 1.0 as weight, s.touchpoint, s.holder
  from sightings k
  join sightings s on s.source = k.source and s.event_id = k.event_id and s.id <> k.id
  where k.id_type = $holdout_type
  union all
  -- A human can be drawn by each identifier, so a case stands for that part of one.
  select 'labels', j.cluster_id, c.weight / c.owned, s.touchpoint, s.holder
  from model.identity_judgements j
  join model.identity_cases c on c.cluster_id = j.cluster_id and c.id = j.left_id
  join sightings s on s.id = j.right_id
  where j.is_same
),
humans as (
  select frame, human, max(weight) as weight, count(distinct holder) as persons
  from owned
  group by frame, human
  having count(distinct touchpoint) > 1
),
chosen as (
  select h.weight, case when h.persons = 1 then h.weight else 0 end as recognised
  from humans h
  join (select min(frame) as frame from humans) f on f.frame = h.frame
),
joined as (
  select count(*) as persons
  from (
    select person_id
    from sightings
    where person_id is not null
    group by person_id
    having count(distinct touchpoint) > 1
  ) several
)
select
  sum(c.recognised) / nullif(sum(c.weight), 0) as recognised,
  sum(c.weight) as people,
  max(j.persons) as joined_persons,
  count(c.weight) as n,
  case when ratio_lo(c.recognised, c.weight) is not null then greatest(ratio_lo(c.recognised, c.weight), 0) end as lo,
  case when ratio_lo(c.recognised, c.weight) is not null then least(ratio_hi(c.recognised, c.weight), 1) end as hi
from joined j
left join chosen c on true
