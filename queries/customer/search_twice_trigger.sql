/* ---
title: Search-twice trigger
question: Does the trigger fire for those who search the same thing twice, and for nobody else?
description: |
  The rule is replayed on the events: someone is eligible at the second search for the same words or product within 7
  days, with no order between the two of that product, or of anything where the search names no product. A third search
  is no further case, and a search told again within 30 seconds is no second one. trigger_recall is the share of eligible
  moments at which the engine was asked for the use case, held out or not; trigger_precision the share of its
  triggers that were eligible moments. A trigger is known by the search that it names: one that names no search, or
  another one, counts against precision. fired counts triggers and not decisions. What the push then does is told by
  same_day_orders and retention_30d with the experiment as cohort. Only moments an hour past count, so that the
  engine has had its time; so_far includes the others and is lower.
owner: lifecycle
unit: ratio
direction: up_is_good
time: happened_at
dimensions: [channel, market]
measures: [trigger_recall, trigger_precision, fired]
additive: [fired, n]
matures: happened_at + 1h
interval: Wilson 95 %
parameters:
  use_case: {type: text, default: search_push, doc: The use case that the trigger serves.}
  within: {type: duration, default: 7d, doc: How far apart the two searches may be.}
sources: [S22]
needs: [events, decisions]
--- */
with fired as (
  -- A decision without a trigger stands for itself.
  select
    coalesce(trigger_event_id, event_id) as trigger_id,
    min(coalesce(trigger_time, request_time)) as fired_at,
    max(cast(channel as varchar)) as channel
  from logs.decisions
  where use_case_id = $use_case
    and coalesce(environment, 'prod') = 'prod'
    and not coalesce(is_test, false)
    and not coalesce(is_bot, false)
  group by 1
),
searches as (
  select
    event_id,
    searched_at,
    channel,
    market,
    -- The second of a row of searches: what came before the first is longer ago.
    coalesce(date_part('epoch', searched_at - previous_at) <= $within, false)
      and coalesce(date_part('epoch', previous_at - last_but_one_at) > $within, true)
      and not is_ordered_since as is_eligible
  from model.searches
),
moments as (
  select
    coalesce(s.searched_at, f.fired_at) as happened_at,
    coalesce(s.channel, f.channel) as channel,
    s.market,
    coalesce(s.is_eligible, false) as is_eligible,
    f.trigger_id is not null as is_fired
  from searches s
  full outer join fired f on f.trigger_id = s.event_id
),
outcomes as (
  select *
  from moments
  where is_eligible
    or is_fired
)
select
  avg(cast(is_fired as double)) filter (where is_eligible) as trigger_recall,
  avg(cast(is_eligible as double)) filter (where is_fired) as trigger_precision,
  count(*) filter (where is_fired) as fired,
  count(*) filter (where is_eligible) as n,
  proportion_lo(count(*) filter (where is_fired and is_eligible), count(*) filter (where is_eligible)) as lo,
  proportion_hi(count(*) filter (where is_fired and is_eligible), count(*) filter (where is_eligible)) as hi
from outcomes
where happened_at >= $from
  and happened_at < $to
