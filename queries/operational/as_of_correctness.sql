/* ---
title: Decisions with the right person
question: Did the engine use the person that the identity map held at that moment?
description: |
  Production decisions whose person is the one that the identity map held for one of the subject's identifiers when the
  request came, or for which neither knew anybody, over all production decisions. missed_share is where the map knew
  somebody and the engine used nobody, stale_share where it used another person, unbacked_share where it used one and
  the map knew nobody: mostly the mark of a cache that is not told of changes. What the map learned later does not count
  against the engine; that is contradicted_later.
owner: identity
unit: ratio
direction: up_is_good
time: request_time
dimensions: [use_case_id, channel, identity_method]
measures: [correct_share, missed_share, stale_share, unbacked_share]
target: 0.99
thresholds: {good: 0.99, poor: 0.95}
interval: Wilson 95 %
sources: [R35, C53]
needs: [decisions, identity_map]
--- */
select
  -- An engine that never says whom it used leaves the question open.
  case when count(person_id_used) > 0 then avg(cast(is_correct as double)) end as correct_share,
  avg(cast(is_known and person_id_used is null as double)) as missed_share,
  avg(cast(is_known and person_id_used is not null and not is_backed as double)) as stale_share,
  avg(cast(not is_known and person_id_used is not null as double)) as unbacked_share,
  count(*) as n,
  case when count(person_id_used) > 0 then proportion_lo(sum(cast(is_correct as bigint)), count(*)) end as lo,
  case when count(person_id_used) > 0 then proportion_hi(sum(cast(is_correct as bigint)), count(*)) end as hi
from model.decision_identities
where request_time >= $from
  and request_time < $to
