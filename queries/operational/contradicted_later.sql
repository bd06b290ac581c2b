/* ---
title: Decisions contradicted later
question: How often was somebody else served than we thought?
description: |
  Production decisions for whose subject the identity map held a person that it took back, or gave the identifier away
  from, within 30 days, over all production decisions. of_known is the same over decisions whose subject the map knew.
  An entry that ended when it had said it would is no error; a person that was given a new name counts as taken back.
  Only decisions whose 30 days are over count; so_far includes the others, which can still be contradicted, and is too good.
owner: identity
unit: ratio
direction: down_is_good
time: request_time
dimensions: [use_case_id, channel, identity_method]
measures: [contradicted, of_known]
target: 0.005
thresholds: {good: 0.005, poor: 0.02}
matures: request_time + 30d
interval: Wilson 95 %
sources: [R35]
needs: [decisions, identity_map]
--- */
select
  avg(cast(is_contradicted as double)) as contradicted,
  avg(cast(is_contradicted as double)) filter (where is_known) as of_known,
  count(*) as n,
  proportion_lo(sum(cast(is_contradicted as bigint)), count(*)) as lo,
  proportion_hi(sum(cast(is_contradicted as bigint)), count(*)) as hi
from model.decision_identities
where request_time >= $from
  and request_time < $to
