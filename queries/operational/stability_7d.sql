/* ---
title: Stability of persons
question: Is a customer the same person to us as a week ago?
description: |
  Identifiers that seven days later still belong to the same person, over all that were known at the beginning, week by
  week from Monday to Monday. Persons are compared by who is in them, so a new name is no change (renamed counts them),
  and an identifier that was split off, merged into somebody else or forgotten is one. splits and merges count the persons
  behind it. Each change breaks suppression lists, frequency caps and running experiments for those it hits. A week that
  is not over is left out, and so are weeks after the map's last change.
owner: identity
unit: ratio
direction: up_is_good
time: midweek
grains: [total, week, month, quarter]
measures: [unchanged_share, changed, forgotten, renamed, splits, merges]
additive: [changed, forgotten, renamed, splits, merges, n]
target: 0.99
thresholds: {good: 0.99, poor: 0.97}
sources: [C53]
needs: [identity_map]
--- */
select
  1 - sum(changed) / nullif(cast(sum(ids) as double), 0) as unchanged_share,
  sum(changed) as changed,
  sum(forgotten) as forgotten,
  sum(renamed) as renamed,
  sum(splits) as splits,
  sum(merges) as merges,
  coalesce(sum(ids), 0) as n
from model.identity_weeks
where midweek >= $from
  and midweek < $to
  and week + interval '7 days' <= $as_of
