/* ---
id: A5
dimension: A
title: Nothing reaches customers without its approvals
description: |
  Versions of content first sent in the range whose required approvals were not complete by then, over all versions first
  sent. What was sent comes from the delivery log, not from the approval log, which would not know. Every version is
  looked at, so there is no interval.
severity: critical
pass: 0
fail: 0.005
level: 3
owner: content operations
evidence: {key: [content_id, content_version], where: is_bypass}
remediation: |
  Let the sending system refuse content that is not published. Unknown without content_id and content_version in the
  delivery log.
unlocks: [bypass_rate]
needs: [deliveries.content_id, deliveries.content_version, approvals]
sources: [W45, C60]
--- */
select
  avg(cast(is_bypass as double)) as value,
  count(*) as n
from model.shipped_versions
where first_sent_at >= $from
  and first_sent_at < $to
