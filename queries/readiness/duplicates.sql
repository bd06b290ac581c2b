/* ---
id: U3
dimension: U
title: Facts arrive once
description: |
  Rows whose source and event id were seen before, over all rows read in the range. The copies are dropped before any
  figure is made; many of them show a producer that cannot tell whether it has sent something.
severity: medium
pass: 0.001
fail: 0.01
owner: data platform
effort: small
evidence: {key: [log, file], where: rows_duplicate > 0}
remediation: Give every fact an id when it is made, not when it is sent, and keep that id over retries.
unlocks: [duplicate_rate]
needs: [events, orders, decisions, deliveries, approvals, identity_observations, assignments, exposures]
sources: [R32]
--- */
select
  sum(rows_duplicate) / cast(sum(rows_in) as double) as value,
  sum(rows_in) as n,
  proportion_lo(sum(rows_duplicate), sum(rows_in)) as lo,
  proportion_hi(sum(rows_duplicate), sum(rows_in)) as hi
from meta.files
where ingest_dt >= cast($from as date)
  and ingest_dt < cast($to as date)
