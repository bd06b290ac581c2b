/* ---
id: M2
dimension: M
title: Experiments have the arms they were planned with
description: |
  Share of experiments with two or more arms whose numbers of exposed units fit the planned shares (chi-square, p of at
  least .001). Experiments with fewer than 16 units are not judged. Below .001 units went missing and the result is void.
severity: critical
pass: 1
fail: 0.99
level: 3
remediation: |
  Compare exposures with assignments by platform and day; the arm that lost units shows where. Log exposures on the
  server, on both arms, at the same point.
unlocks: [experiment_lift, cart_recovery]
needs: [experiments.arms, exposures]
sources: [W50]
--- */
with tests as (
  select
    experiment_id,
    srm_p_value(is_treated, treated_share) as p_value
  from model.first_exposures
  where exposed_at < $as_of
    and not is_in_several
    and treated_share > 0
    and treated_share < 1
  group by experiment_id
  having count(*) >= 16
)
select
  avg(cast(p_value >= 0.001 as double)) as value,
  count(*) as n
from tests
