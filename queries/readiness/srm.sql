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
owner: experimentation
evidence: {key: [experiment_id], where: p_value < 0.001}
remediation: |
  Compare exposures with assignments by platform and day; the arm that lost units shows where. Log exposures on the
  server, on both arms, at the same point.
unlocks: [experiment_lift, cart_recovery]
needs: [experiments.arms, exposures]
sources: [W50]
--- */
select
  avg(cast(p_value >= 0.001 as double)) as value,
  count(*) as n
from model.experiment_balance
where slice = 'all'
  and p_value is not null
