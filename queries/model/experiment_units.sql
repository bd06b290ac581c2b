/* ---
title: Units of experiments
description: |
  Every exposed unit with the person whose actions count as its outcomes, from exposed_at on. A unit of type person is
  a user id; any other identifier is looked up in the identity map as known now. A unit that is_in_several arms
  belongs to none.
grain: one row per experiment and unit
key: [experiment_id, unit_id]
--- */
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
  p.market
from model.first_exposures f
left join model.identity_now i on i.id_type = f.unit_type and i.id_hash = f.unit_id
left join model.people p on p.person_id = coalesce(i.person_id, f.unit_id)
