/* ---
title: One arm of every experiment loses units
description: Half of the units of the first arm by name are not in the log of exposures, in every experiment.
replaces: logs.exposures
detects: M2
--- */
with arms as (
  select experiment_id, min(variant_id) as variant_id
  from logs.exposures
  group by experiment_id
)
select e.*
from logs.exposures e
join arms a on a.experiment_id = e.experiment_id
where not (e.variant_id = a.variant_id and md5(e.unit_id_hash) < '8')
