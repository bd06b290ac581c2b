/* ---
id: G1
dimension: G
title: Every campaign has exactly one accountable person
description: |
  Campaigns whose entry in the registry names one accountable person, over campaigns that are registered for the range or
  that sent a message in it: what was sent comes from the delivery log, so that leaving a campaign out of the registry makes
  nothing better. The registry holds one entry for a campaign and one person in it. Where fewer than four in five messages
  name their campaign, the question is open. Every campaign is looked at, so there is no interval.
severity: critical
pass: 1
fail: 0.9
house_default: true
level: 1
owner: programme
effort: small
remediation: |
  Name one person for each campaign who answers for it, and register campaigns before they send. Unknown without the
  registry of campaigns and without campaign_id in deliveries: log campaign_id, accountable_id, start_time and end_time.
unlocks: [bypass_rate, complaint_per_1000]
needs: [campaigns, deliveries.campaign_id]
sources: [C59]
evidence: {key: [campaign_id], where: not is_answered_for}
--- */
with sent as (
  select campaign_id
  from model.messages
  where sent_at >= $from
    and sent_at < $to
),
names as (
  select avg(cast(campaign_id is not null as double)) as named_share
  from sent
),
campaigns as (
  select campaign_id
  from sent
  where campaign_id is not null
  union
  select campaign_id
  from logs.campaigns
  where coalesce(start_time < $to, true)
    and coalesce(end_time >= $from, true)
),
answers as (
  select c.campaign_id, r.accountable_id is not null as is_answered_for
  from campaigns c
  left join logs.campaigns r on r.campaign_id = c.campaign_id
)
select
  case when max(n.named_share) >= 0.8 then avg(cast(a.is_answered_for as double)) end as value,
  count(*) as n
from answers a
cross join names n
