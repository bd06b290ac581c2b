/* ---
id: G4
dimension: G
title: Nothing is sent without consent
description: |
  Messages of campaigns sent in the range to people whose consent to marketing on that channel did not hold at that moment: it
  was withdrawn, had ended, or came later. A single one fails. What was sent comes from the delivery log. Messages without
  a campaign, such as confirmations of orders, need no consent. Where nothing wrong is found, the question is still open if
  more than a fifth of the messages name no campaign, or if one went to somebody, or on a channel, of whom the consents
  never say anything.
severity: critical
pass: 0
fail: 1
unit: count
owner: programme
stage: no_consent
remediation: |
  Let the sending system ask for the consent when it sends, not when the list is drawn. Unknown without the consents of
  everyone who is sent to, and without user_id and campaign_id in deliveries: log subject (the user_id), purpose
  (marketing), channel, state (granted or withdrawn), valid_from and valid_to.
unlocks: [suppression_lag, unsubscribe_per_1000, complaint_per_1000]
needs: [consents, deliveries.user_id, deliveries.campaign_id]
sources: [C50, W48]
evidence: {key: [message_id], where: is_unwanted}
--- */
with messages as (
  select message_id, person_id, channel, campaign_id, sent_at
  from model.messages
  where sent_at >= $from
    and sent_at < $to
),
names as (
  select avg(cast(campaign_id is not null as double)) as named_share
  from messages
),
consents as (
  select
    m.message_id,
    last_value(c.state order by c.valid_from)
      filter (where c.valid_from <= m.sent_at and coalesce(c.valid_to > m.sent_at, true)) as state
  from messages m
  join logs.consents c
    on c.subject = m.person_id
    and coalesce(c.channel = m.channel, true)
    and c.purpose = 'marketing'
  group by m.message_id
),
judged as (
  select m.message_id, case when c.message_id is not null then coalesce(c.state <> 'granted', true) end as is_unwanted
  from messages m
  left join consents c on c.message_id = m.message_id
  where m.campaign_id is not null
)
select
  case
    when bool_or(j.is_unwanted) or (count(*) = count(j.is_unwanted) and max(n.named_share) >= 0.8)
      then count(*) filter (where j.is_unwanted)
  end as value,
  count(j.is_unwanted) as n
from judged j
cross join names n
