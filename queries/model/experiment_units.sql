/* ---
title: Units of experiments
description: |
  Every exposed unit with the person whose actions count as its outcomes, from exposed_at on. A unit of type person is
  a user id; any other identifier is looked up in the identity map as known now. A unit that is_in_several arms
  belongs to none. is_recognised says whether the identity map knew the unit when it was exposed.
grain: one row per experiment and unit
key: [experiment_id, unit_id]
--- */
with recognised as (
  select distinct f.experiment_id, f.unit_id
  from model.first_exposures f
  join logs.identity_map m
    on m.id_hash = f.unit_id
    and m.recorded_time <= f.exposed_at
    and (m.retracted_time is null or m.retracted_time > f.exposed_at)
)
select
  f.experiment_id,
  f.unit_id,
  coalesce(i.person_id, f.unit_id) as person_id,
  f.variant_id,
  f.is_treated,
  f.treated_share,
  f.exposed_at,
  f.source,
  f.is_in_several,
  r.unit_id is not null as is_recognised,
  p.market
from model.first_exposures f
left join model.identity_now i on i.id_type = f.unit_type and i.id_hash = f.unit_id
left join model.people p on p.person_id = coalesce(i.person_id, f.unit_id)
left join recognised r on r.experiment_id = f.experiment_id and r.unit_id = f.unit_id
