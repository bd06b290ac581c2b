/* ---
id: G3
dimension: G
title: Nobody approves their own work, or unread
description: |
  The worse of two shares of the versions submitted in the range: approved by who submitted them (self_approval), and
  approved faster than anybody can read (rubber_stamp). One of them unknown leaves the question open, as does a log from
  which the time of reading is known for fewer than four in five published versions.
severity: high
pass: 0.01
fail: 0.1
house_default: true
minimum_n: 30
owner: programme
remediation: |
  Let the approval flow refuse a verdict by who submitted, and show the content before the button. Unknown without actor_id
  of each action and without the beginning of work: log action submitted, started and approved, with actor_id, stage_no
  and event_time, in approvals.
unlocks: [self_approval, rubber_stamp]
needs: [approvals.actor_id, approvals.stage_no]
sources: [C59, C60]
self_reported: true
--- */
select
  case when s.self_approval is not null and r.known_share >= 0.8 then greatest(s.self_approval, r.rubber_stamp) end as value,
  least(s.n, r.n) as n,
  greatest(s.lo, r.lo) as lo,
  greatest(s.hi, r.hi) as hi
from metric('self_approval', '-28d', 'now', 'total') s
cross join metric('rubber_stamp', '-28d', 'now', 'total') r
