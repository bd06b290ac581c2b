/* ---
id: A1
dimension: A
title: Approvals take less than 48 hours
description: |
  Share of versions submitted in the range that take more than 48 hours until publication, by Kaplan-Meier: versions
  that are still open count for as long as they have been waiting.
severity: critical
pass: 0.1
fail: 0.5
level: 3
owner: content operations
stage: content_not_approved
remediation: |
  Give items of low risk a fast lane and look at the stage with the most waiting hours. Unknown without an approval log
  with submitted and published actions.
unlocks: [approval_turnaround]
needs: [approvals]
sources: [R36]
twins: [A5, G6]
--- */
with versions as (
  select
    published_at is not null and published_at <= $as_of as is_done,
    -- Timestamps are whole microseconds.
    (cast(least(coalesce(published_at, ended_at, $as_of), $as_of) as bigint) - cast(submitted_at as bigint)) / 3.6e9 as duration_h
  from model.approval_cycles
  where submitted_at >= $from
    and submitted_at < $to
)
select
  km_survival(48.0, duration_h, is_done) as value,
  count(*) as n,
  km_survival_lo(48.0, duration_h, is_done) as lo,
  km_survival_hi(48.0, duration_h, is_done) as hi
from versions
