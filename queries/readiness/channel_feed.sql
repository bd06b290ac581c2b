/* ---
id: S6
dimension: S
title: Every channel has all its feeds
description: |
  Channels with events, decisions and deliveries in the range, over channels that appear in any of the three logs or that a
  campaign is planned for: channel_feed_coverage of the last 28 days. Every channel is looked at, so there is no interval.
severity: high
pass: 1
fail: 0.6
house_default: true
owner: data platform
effort: large
remediation: |
  Connect the log that a channel lacks: metrics.channel_feed_coverage says by channel which. Unknown without channel in
  events, decisions and deliveries.
unlocks: [channel_feed_coverage, omnichannel_coverage]
needs: [events.channel, decisions.channel, deliveries.channel]
sources: [R33]
evidence: {key: [channel], where: channel_feed_coverage < 1}
--- */
select
  avg(channel_feed_coverage) as value,
  count(*) as n
from metric('channel_feed_coverage', '-28d', 'now', 'total', 'channel')
