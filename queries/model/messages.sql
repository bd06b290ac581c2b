/* ---
title: Messages and how people answered them
description: |
  Every message with when it was sent and when it reached somebody, and the first click, dismissal, unsubscription and
  complaint by a human. What a machine did is left out: what is marked as such, and clicks and unsubscriptions within two
  seconds of delivery, since scanners follow every link at once. A message reached somebody when it was delivered or
  shown, or when a human answered it; an open proves nothing and is not here. Where the message names no customer, the
  address is looked up. Testers, bots and other environments are out.
grain: one row per message
key: [message_id]
--- */
with statuses as (
  select
    message_id,
    cast(status as varchar) as status,
    event_time,
    user_id,
    recipient_hash,
    cast(channel as varchar) as channel,
    campaign_id,
    coalesce(is_machine, false) as is_machine,
    min(case when status in ('delivered', 'displayed') then event_time end) over (partition by message_id) as delivered_at
  from logs.deliveries
  where coalesce(environment, 'prod') = 'prod'
    and coalesce(is_test, false) = false
    and coalesce(is_bot, false) = false
),
answers as (
  select
    *,
    status in ('clicked', 'dismissed', 'unsubscribed', 'complained')
      and not is_machine
      and not (status in ('clicked', 'unsubscribed') and coalesce(event_time < delivered_at + interval '2 seconds', false)) as is_human
  from statuses
),
messages as (
  select
    message_id,
    max(user_id) as user_id,
    max(recipient_hash) as recipient_hash,
    first_value(channel order by event_time) as channel,
    max(campaign_id) as campaign_id,
    min(event_time) filter (where status = 'sent') as sent_at,
    min(event_time) filter (where status in ('delivered', 'displayed') or is_human) as reached_at,
    min(event_time) filter (where status = 'displayed' or (status = 'dismissed' and is_human)) as displayed_at,
    min(event_time) filter (where status = 'clicked' and is_human) as clicked_at,
    min(event_time) filter (where status = 'dismissed' and is_human) as dismissed_at,
    min(event_time) filter (where status = 'unsubscribed' and is_human) as unsubscribed_at,
    min(event_time) filter (where status = 'complained' and is_human) as complained_at
  from answers
  group by message_id
),
recipients as (
  select m.*, coalesce(m.user_id, i.person_id, m.recipient_hash) as person_id
  from messages m
  left join model.identity_now i on i.id_type = 'email_hash' and i.id_hash = m.recipient_hash
)
select
  r.message_id,
  r.person_id,
  r.channel,
  r.campaign_id,
  p.market,
  r.sent_at,
  r.reached_at,
  r.displayed_at,
  r.clicked_at,
  r.dismissed_at,
  r.unsubscribed_at,
  r.complained_at
from recipients r
left join model.people p on p.person_id = r.person_id
