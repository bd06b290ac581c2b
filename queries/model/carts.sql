/* ---
title: Carts
description: |
  Every cart with what became of it. A cart is abandoned an hour after its last activity when it still holds something
  and its owner ordered nothing meanwhile, in this cart or another, on this channel or another; last activity is the
  first one followed by an hour of silence, so that a later return does not undo the abandonment. is_eligible marks the
  cart at which its owner first met the recovery experiment (the one whose primary metric is cart_recovery), in the arm
  is_treated; control carts are those that would have been reminded. recovered_window asks for an order within 7 days of
  abandonment that holds at least one product of the cart, recovered_click for one within 3 days of a click by a human.
grain: one row per cart
key: [cart_id]
--- */
with trials as (
  -- The unit is the person: only the cart at the first exposure counts.
  select distinct on (u.experiment_id, u.unit_id)
    a.cart_id,
    u.experiment_id,
    u.variant_id,
    u.is_treated,
    u.exposed_at
  from model.experiment_units u
  join logs.experiments x on x.experiment_id = u.experiment_id and x.primary_metric_id = 'cart_recovery'
  join model.abandonments a
    on a.person_id = u.person_id
    and a.is_abandoned
    and a.last_activity <= u.exposed_at
    and a.abandoned_at > u.exposed_at - interval '1 day'
  where not u.is_in_several
  order by u.experiment_id, u.unit_id, a.last_activity desc
),
reminded as (
  -- One status that names its decision is enough to know what the message was for.
  select distinct d.message_id
  from logs.deliveries d
  join logs.decisions s on s.event_id = d.decision_id
  join logs.experiments x on x.use_case_id = s.use_case_id and x.primary_metric_id = 'cart_recovery'
),
messages as (
  select
    d.message_id,
    max(d.user_id) as person_id,
    min(d.event_time) filter (where d.status = 'sent') as sent_at,
    min(d.event_time) filter (where d.status in ('delivered', 'displayed')) as delivered_at
  from logs.deliveries d
  join reminded r on r.message_id = d.message_id
  group by d.message_id
),
clicks as (
  select d.message_id, min(d.event_time) as clicked_at
  from logs.deliveries d
  join messages m on m.message_id = d.message_id
  where d.status = 'clicked'
    and coalesce(d.is_machine, false) = false
    -- Scanners follow every link at once.
    and d.event_time >= m.delivered_at + interval '2 seconds'
  group by d.message_id
),
reminders as (
  select distinct on (a.cart_id)
    a.cart_id,
    m.sent_at,
    m.delivered_at,
    k.clicked_at
  from messages m
  join model.abandonments a
    on a.person_id = m.person_id
    and a.is_abandoned
    and a.abandoned_at <= m.sent_at
    and a.abandoned_at > m.sent_at - interval '7 days'
  left join clicks k on k.message_id = m.message_id
  order by a.cart_id, m.sent_at
),
returns as (
  select
    a.cart_id,
    min(o.placed_time) as recovered_at,
    bool_or(o.placed_time >= r.clicked_at and o.placed_time < r.clicked_at + interval '3 days') as is_after_click
  from model.abandonments a
  join model.orders o
    on o.person_id = a.person_id
    and o.placed_time >= a.abandoned_at
    and o.placed_time < a.abandoned_at + interval '7 days'
    and (o.product_ids is null or array_has_any(o.product_ids, a.product_ids))
  left join reminders r on r.cart_id = a.cart_id
  where a.is_abandoned
  group by a.cart_id
)
select
  a.cart_id,
  a.person_id,
  a.channel,
  p.market,
  a.first_activity,
  a.last_activity,
  a.items,
  a.is_ordered,
  a.is_abandoned,
  case when a.is_abandoned then a.abandoned_at end as abandoned_at,
  t.cart_id is not null as is_eligible,
  t.experiment_id,
  t.variant_id,
  t.is_treated,
  r.sent_at as reminder_sent_at,
  r.delivered_at as reminder_delivered_at,
  r.clicked_at as reminder_clicked_at,
  b.recovered_at,
  b.cart_id is not null as recovered_window,
  coalesce(b.is_after_click, false) as recovered_click
from model.abandonments a
left join trials t on t.cart_id = a.cart_id
left join reminders r on r.cart_id = a.cart_id
left join returns b on b.cart_id = a.cart_id
left join model.people p on p.person_id = a.person_id
