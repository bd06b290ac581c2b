/* ---
title: How identifiers are linked
question: How much of the identity graph is known, and how much is guessed?
description: |
  Links recorded in the range by how they were made: deterministic (a sign-in, a signed token), probabilistic (a model's
  guess) or by hand; shares of all links, so a link without a method is in none of them. retracted_share is how many were
  taken back since. Whether the confidence of the guesses deserves belief is in the table link_calibration.
owner: identity
unit: ratio
direction: neutral
time: recorded_time
dimensions: [rule_id, model_version, left_type, right_type]
measures: [deterministic_share, probabilistic_share, manual_share, retracted_share]
interval: Wilson 95 %
chart: bar
sources: [C53]
--- */
select
  avg(cast(coalesce(method = 'deterministic', false) as double)) as deterministic_share,
  avg(cast(coalesce(method = 'probabilistic', false) as double)) as probabilistic_share,
  avg(cast(coalesce(method = 'manual', false) as double)) as manual_share,
  avg(cast(coalesce(retracted_time <= $as_of, false) as double)) as retracted_share,
  count(*) as n,
  proportion_lo(sum(cast(coalesce(method = 'deterministic', false) as bigint)), count(*)) as lo,
  proportion_hi(sum(cast(coalesce(method = 'deterministic', false) as bigint)), count(*)) as hi
from logs.identity_links
where recorded_time >= $from
  and recorded_time < $to
