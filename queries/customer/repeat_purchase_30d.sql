/* ---
title: Repeat purchase after 30 days
question: What share of new customers buys again a month later?
description: |
  People with an order in [start + 30 days, + 37 days), over all people who started in the period; the start is their
  first order or, with cohort set to an experiment, their first exposure to it. It is retention_30d with an order in
  place of any action. within_30d, which others call the repeat purchase rate, asks for another order before day 30; it
  counts what was bought in a hurry and sent apart. Only people whose 37 days are over count; so_far includes the
  others and is lower. A log that began after the shop did takes old customers for new ones, who buy again sooner.
  Cancelled orders, testers and bots are out.
owner: lifecycle
unit: ratio
direction: up_is_good
time: started_at
dimensions: [market, channel, arm]
measures: [repeat_purchase, within_30d]
matures: started_at + $start + $length
interval: Wilson 95 %
parameters:
  cohort: {type: text, default: buyers, doc: "buyers, or the id of an experiment whose units to follow."}
  start: {type: duration, default: 30d, doc: How long after the start the window opens.}
  length: {type: duration, default: 7d, doc: How long the window stays open.}
sources: [S22, W51]
needs: [orders]
--- */
with cohort as (
  select person_id, started_at, market, channel, arm
  from model.starts
  where cohort = $cohort
    and started_at >= $from
    and started_at < $to
),
again as (
  select
    c.person_id,
    c.started_at,
    bool_or(date_part('epoch', o.placed_time - c.started_at) >= $start) as is_repeated,
    bool_or(date_part('epoch', o.placed_time - c.started_at) < $start) as is_sooner
  from cohort c
  join model.orders o
    on o.person_id = c.person_id
    and o.placed_time > c.started_at
    and date_part('epoch', o.placed_time - c.started_at) < $start + $length
  group by c.person_id, c.started_at
),
outcomes as (
  select
    c.*,
    coalesce(a.is_repeated, false) as is_repeated,
    coalesce(a.is_sooner, false) as is_sooner
  from cohort c
  left join again a on a.person_id = c.person_id and a.started_at = c.started_at
)
select
  avg(cast(is_repeated as double)) as repeat_purchase,
  avg(cast(is_sooner as double)) as within_30d,
  count(*) as n,
  proportion_lo(count(*) filter (where is_repeated), count(*)) as lo,
  proportion_hi(count(*) filter (where is_repeated), count(*)) as hi
from outcomes
