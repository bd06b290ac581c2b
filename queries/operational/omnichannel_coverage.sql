/* ---
title: Omnichannel coverage
question: On how many of the channels where we could serve a person do we serve them?
description: |
  For each person, the channels on which a decision of their own reached them in the range over the channels on which
  they could be reached; the mean over people. Ask it over 30 days. A person can be reached on the web, in the app,
  in_app and in the store where they were active in the range, and by email, push and sms where their consent for
  purpose held at its end; a consent for all channels counts for those of the three on which anybody was ever sent
  anything. Served is a decision that was rendered or delivered and was no fallback, no holdout and not the default, on
  the channel where the customer got it. two_or_more and all_channels are shares of the same people; reachable_channels
  is how many channels a person has on average: with one, two_or_more is out of reach.
owner: programme
unit: ratio
direction: up_is_good
dimensions: [market]
grains: [total]
measures: [coverage, two_or_more, all_channels, reachable_channels, served_channels]
interval: normal 95 %
parameters:
  purpose: {type: text, default: marketing, doc: The purpose whose consent opens a channel.}
sources: [R33]
needs: [events, decisions, deliveries, consents]
--- */
with messaging as (
  select distinct cast(channel as varchar) as channel
  from logs.deliveries
  where channel in ('email', 'push', 'sms')
),
seen as (
  select
    person_id,
    case when channel = 'mobile_web' then 'web' when channel in ('ios', 'android') then 'app' else channel end as channel
  from model.active_hours
  where last_time >= $from
    and first_time < $to
    and channel in ('web', 'mobile_web', 'ios', 'android', 'in_app', 'store')
),
consented as (
  select
    c.subject as person_id,
    coalesce(cast(c.channel as varchar), m.channel) as channel,
    bool_or(c.state in ('withdrawn', 'denied', 'revoked')) as is_withdrawn
  from logs.consents c
  left join messaging m on c.channel is null
  where c.purpose = $purpose
    and c.valid_from <= $to
    and coalesce(c.valid_to > $to, true)
  group by 1, 2
),
reachable as (
  select person_id, channel from seen
  union
  select person_id, channel
  from consented
  where not is_withdrawn
    and channel in ('email', 'push', 'sms')
),
served as (
  select distinct
    person_id,
    case
      when served_channel = 'mobile_web' then 'web'
      when served_channel in ('ios', 'android') then 'app'
      else served_channel
    end as channel
  from model.personalized_decisions
  where served_at >= $from
    and served_at < $to
),
covered as (
  select r.person_id, count(*) as reachable, count(s.channel) as served
  from reachable r
  left join served s on s.person_id = r.person_id and s.channel = r.channel
  group by r.person_id
),
people as (
  select c.*, c.served / cast(c.reachable as double) as coverage, p.market
  from covered c
  left join model.people p on p.person_id = c.person_id
)
select
  avg(coverage) as coverage,
  avg(cast(served >= 2 as double)) as two_or_more,
  avg(cast(served = reachable as double)) as all_channels,
  avg(reachable) as reachable_channels,
  avg(served) as served_channels,
  count(*) as n,
  mean_lo(coverage) as lo,
  mean_hi(coverage) as hi
from people
