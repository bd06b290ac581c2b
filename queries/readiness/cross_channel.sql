/* ---
id: I2
dimension: I
title: Customers are recognised across all four channels
description: |
  Of the people truly seen on two or more of web, mobile, email and in_app in the range, the share that the identity map
  holds for one person: cross_channel_recognised of the last 28 days. Who truly is one comes from identifiers that the
  resolver is not given, or from labels, never from the map. Unless all four channels were seen, the question is open.
severity: critical
pass: 0.6
fail: 0.3
house_default: true
owner: identity
effort: large
stage: unrecognised
remediation: |
  Carry one key on every channel, such as a sign-in, a signed link in e-mails or a loyalty card. Unknown until
  identity_observations holds web, e-mail, in_app and a mobile channel, each with channel and ids, and until who is one is
  known: give ids of a type that the resolver is not given (loyalty_id), or judge what `gaugeglass label export
  --kind identity_cluster` draws.
unlocks: [cross_channel_recognised]
needs: [identity_observations.ids, identity_observations.channel, identity_map]
sources: [R28, C53]
twins: [I4]
--- */
with channels as (
  select count(distinct touchpoint) as seen
  from model.identity_sightings
  where event_time >= $from
    and event_time < $to
)
select
  case when c.seen = 4 then m.recognised end as value,
  m.n,
  m.lo,
  m.hi
from metrics.cross_channel_recognised m
cross join channels c
