/* ---
title: Channels with all their feeds
question: For how many of our channels do we log what customers do, what we decide and what they get?
description: |
  Channels with at least one event, one decision and one delivery in the range, over the channels that appear in any of
  the three logs or that a campaign is planned for. A decision counts for the channel on which it was asked for and for
  the one on which its answer arrived. A channel that lacks one of the three is flown half blind: without its events
  nobody knows what customers do with the answer, without its decisions why it was given, without its deliveries whether
  it arrived. On a channel whose answers the client shows, rendered decisions stand for deliveries; on one of messages,
  what people do with them (clicked, dismissed, unsubscribed, complained) stands for events.
owner: data platform
unit: ratio
direction: up_is_good
dimensions: [channel]
grains: [total]
measures: [channel_feed_coverage, with_events, with_decisions, with_deliveries]
additive: [with_events, with_decisions, with_deliveries, n]
target: 1
thresholds: {good: 1, poor: 0.6}
chart: bar
sources: [R33]
needs: [events]
--- */
with feeds as (
  select cast(channel as varchar) as channel, 'events' as log
  from logs.events
  where event_time >= $from
    and event_time < $to
  union all
  select channel, 'decisions'
  from model.decision_ledger
  where request_time >= $from
    and request_time < $to
  union all
  select reached_channel, unnest(make_array('decisions', 'deliveries'))
  from model.decision_ledger
  where reached_at >= $from
    and reached_at < $to
  union all
  select cast(channel as varchar), 'deliveries'
  from logs.deliveries
  where event_time >= $from
    and event_time < $to
  union all
  select cast(channel as varchar), 'events'
  from logs.deliveries
  where event_time >= $from
    and event_time < $to
    and status in ('clicked', 'dismissed', 'unsubscribed', 'complained')
    and not coalesce(is_machine, false)
  union all
  select unnest(channels), 'campaigns'
  from logs.campaigns
),
channels as (
  select
    channel,
    bool_or(log = 'events') as has_events,
    bool_or(log = 'decisions') as has_decisions,
    bool_or(log = 'deliveries') as has_deliveries
  from feeds
  where channel is not null
  group by channel
)
select
  avg(cast(has_events and has_decisions and has_deliveries as double)) as channel_feed_coverage,
  count(*) filter (where has_events) as with_events,
  count(*) filter (where has_decisions) as with_decisions,
  count(*) filter (where has_deliveries) as with_deliveries,
  count(*) as n
from channels
