/* ---
title: Match rate by type of identifier and channel
description: |
  Every type of identifier against every channel, over the default range: how many of the identifiers seen there were known
  to the identity map at that moment. A match rate is not a single number: one strong type hides the weak ones. Where a
  channel never carries a type, match_rate is null, because nothing is known about it; zero would say that all were
  unknown.
grain: one row per type of identifier and channel
key: [id_type, channel]
sources: [R28, C53]
--- */
with counts as (
  select
    id_type,
    coalesce(channel, '(none)') as channel,
    count(*) as seen,
    count(person_then) as known
  from model.identity_sightings
  where event_time >= $from
    and event_time < $to
  group by 1, 2
),
cells as (
  select t.id_type, c.channel
  from (select distinct id_type from counts) t
  cross join (select distinct channel from counts) c
)
select
  g.id_type,
  g.channel,
  n.seen is not null as is_carried,
  n.seen,
  n.known,
  n.known / cast(n.seen as double) as match_rate,
  proportion_lo(n.known, n.seen) as lo,
  proportion_hi(n.known, n.seen) as hi
from cells g
left join counts n on n.id_type = g.id_type and n.channel = g.channel
order by g.id_type, g.channel
