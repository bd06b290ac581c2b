/* ---
id: I6
dimension: I
title: Customers stay the same person
description: |
  Identifiers that still belonged to the same person seven days later, over all that were known at the beginning, in the
  whole weeks of the range. Persons are compared by who is in them, so a new name is no change. Every identifier is
  looked at, so there is no interval.
severity: medium
pass: 0.99
fail: 0.97
house_default: true
owner: identity
remediation: |
  Give a person an id that outlives merges, and keep a log of merges and splits, so that suppression lists and experiments
  can follow. Unknown until identity_map holds two states a week apart: log recorded_time and retracted_time of each entry.
unlocks: [stability_7d]
needs: [identity_map.recorded_time]
sources: [C53]
--- */
select
  1 - sum(changed) / nullif(cast(sum(ids) as double), 0) as value,
  coalesce(sum(ids), 0) as n
from model.identity_weeks
where midweek >= $from
  and midweek < $to
  and week + interval '7 days' <= $as_of
