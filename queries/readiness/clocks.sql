/* ---
id: U8
dimension: U
title: Clocks can be believed
description: |
  Facts that arrived in the range and say a time at which they cannot have happened (before 2000, more than a minute after
  the server received them, in another unit or zone, or ending before they began), over all facts of their log; the worst
  log counts, so that a busy one does not thin it. A device clock whose error is known and corrected is no defect.
  Every fact is looked at, so there is no interval.
severity: medium
pass: 0.001
fail: 0.01
house_default: true
owner: data platform
effort: small
remediation: |
  Set the clocks of servers by NTP, write times in UTC and microseconds, and correct device clocks by client_time and
  sent_time; clock_defects tells the defect and the source. Unknown where more than a fifth of a log's facts have no
  received_time: log it in events, orders, decisions, deliveries, approvals, identity_observations, assignments and exposures.
unlocks: [clock_defects, lateness]
sources: [R32]
--- */
with clocks as (
  select
    log,
    sum(facts) as facts,
    sum(faulty) / nullif(cast(sum(facts) as double), 0) as faulty_share,
    sum(received) / nullif(cast(sum(facts) as double), 0) as received_share
  from model.clock_readings
  where arrived_at >= $from
    and arrived_at < $to
  group by log
)
select
  case when min(received_share) >= 0.8 then max(faulty_share) end as value,
  coalesce(sum(facts), 0) as n
from clocks
