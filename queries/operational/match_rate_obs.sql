/* ---
title: Match rate of sightings
question: How often was a customer who was seen already known?
description: |
  Sightings with at least one identifier that the identity map held a person for at that moment, over all sightings of real
  customers. What was learned later does not count: with hindsight the rate is higher, and nobody was served by it.
  Cut by id_type, a sighting counts under every type of identifier it carries; own_match_rate is then the share of that
  type's identifiers that were known themselves. A type that a channel never carries has no row there: it is unknown, not
  zero; the table identity_match_rates shows the whole grid. Words that stand for nobody are no identifiers.
owner: identity
unit: ratio
direction: up_is_good
time: event_time
dimensions: [id_type, channel, context, source]
measures: [match_rate, own_match_rate]
interval: Wilson 95 %
sources: [R28, C53]
needs: [identity_observations, identity_map]
--- */
select
  count(distinct case when is_resolved then source || ' ' || event_id end)
    / nullif(cast(count(distinct source || ' ' || event_id) as double), 0) as match_rate,
  avg(cast(person_then is not null as double)) as own_match_rate,
  count(distinct source || ' ' || event_id) as n,
  proportion_lo(
    count(distinct case when is_resolved then source || ' ' || event_id end),
    count(distinct source || ' ' || event_id)
  ) as lo,
  proportion_hi(
    count(distinct case when is_resolved then source || ' ' || event_id end),
    count(distinct source || ' ' || event_id)
  ) as hi
from model.identity_sightings
where event_time >= $from
  and event_time < $to
