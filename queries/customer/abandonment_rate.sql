/* ---
title: Cart abandonment rate
question: What share of carts is left behind?
description: |
  Abandoned carts over those abandoned or ordered. A cart is decided at its first silence of an hour: abandoned if it
  then still holds something and its owner ordered nothing meanwhile, in this cart or another, on this channel or
  another. A cart that its owner emptied is neither. A later return does not undo it: that is cart_recovery. There is no
  common standard for the silence; vendors use half an hour to a day, and a shorter one finds more carts abandoned. Only
  carts whose hour is over count, ordered or not, since an order is seen at once and an abandonment an hour later;
  so_far includes the others, as abandoned unless ordered.
owner: lifecycle
unit: ratio
direction: down_is_good
time: last_activity
dimensions: [channel, market]
measures: [abandonment_rate, abandoned]
additive: [abandoned, n]
matures: last_activity + $abandon_after
interval: Wilson 95 %
parameters:
  abandon_after: {type: duration, default: 60m, doc: Inactivity after which a cart counts as left.}
sources: [S10]
needs: [events]
--- */
with silences as (
  select cart_id, min(acted_at) as last_activity
  from model.cart_steps
  where acted_at < $to
    and coalesce(date_part('epoch', next_at - acted_at) >= $abandon_after, true)
  group by cart_id
),
carts as (
  select
    s.cart_id,
    max(s.person_id) as person_id,
    first_value(s.channel order by s.acted_at) as channel,
    min(s.acted_at) as opened_at,
    max(l.last_activity) as last_activity,
    max(s.items) filter (where s.acted_at = l.last_activity) as items,
    bool_or(s.is_ordered) as is_ordered
  from silences l
  join model.cart_steps s on s.cart_id = l.cart_id and s.acted_at <= l.last_activity
  where l.last_activity >= $from
  group by s.cart_id
),
ordered_elsewhere as (
  select distinct c.cart_id
  from carts c
  join model.orders o
    on o.person_id = c.person_id
    and o.placed_time >= c.opened_at
    and date_part('epoch', o.placed_time - c.last_activity) < $abandon_after
),
outcomes as (
  select
    c.last_activity,
    c.channel,
    p.market,
    not c.is_ordered and e.cart_id is null as is_abandoned
  from carts c
  left join ordered_elsewhere e on e.cart_id = c.cart_id
  left join model.people p on p.person_id = c.person_id
  where c.items > 0
    or c.is_ordered
    or e.cart_id is not null
)
select
  avg(cast(is_abandoned as double)) as abandonment_rate,
  count(*) filter (where is_abandoned) as abandoned,
  count(*) as n,
  proportion_lo(count(*) filter (where is_abandoned), count(*)) as lo,
  proportion_hi(count(*) filter (where is_abandoned), count(*)) as hi
from outcomes
