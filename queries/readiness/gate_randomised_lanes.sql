/* ---
id: L5
dimension: L
title: What speed, freshness and approval are worth was randomised
description: |
  Of the three kinds of experiment that tell what the machinery is worth (latency_injection, feature_lag and fast_lane), the
  share of which one has exposed units in each of two arms or more and is not blocked. Everything else about them is an
  association.
severity: medium
pass: 1
fail: 0
house_default: true
level: 5
owner: experimentation
effort: large
remediation: |
  Add delay, lag or a fast lane for a few percent by chance, with a stop rule. Unknown without kind and arms in experiments,
  and exposures.
needs: [experiments.kind, experiments.arms, exposures]
sources: [S24, R38, C60]
--- */
with kinds as (
  select column1 as kind
  from (values ('latency_injection'), ('feature_lag'), ('fast_lane')) named
),
arms as (
  select experiment_id, count(distinct variant_id) as arms
  from model.experiment_units
  where not is_in_several
  group by experiment_id
),
tried as (
  select distinct cast(x.kind as varchar) as kind
  from logs.experiments x
  join arms a on a.experiment_id = x.experiment_id
  join model.experiment_integrity i on i.experiment_id = x.experiment_id
  where a.arms >= 2
    and not i.is_blocked
)
select
  avg(cast(t.kind is not null as double)) as value,
  count(*) as n
from kinds k
left join tried t on t.kind = k.kind
