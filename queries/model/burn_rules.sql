/* ---
title: Burn-rate rules
description: |
  When a service-level objective is worth an alert: the error budget burns faster than factor in a long window, so that
  budget_share of a period's budget goes in it, and still does in a short one, so that an alert ends soon after its cause.
  A page is for now, a ticket for the next working day. The factor is budget_share x period / long window: for 30 days
  14.4, 6, 3 and 1. No window is longer than three days: minutes are counted for as long before the first that is judged.
grain: one row per rule
key: [severity, pair]
sources: [R29]
--- */
select severity, pair, long_s, short_s, budget_share
from (values
  ('page', '1h/5m', 3600, 300, 0.02),
  ('page', '6h/30m', 21600, 1800, 0.05),
  ('ticket', '1d/2h', 86400, 7200, 0.1),
  ('ticket', '3d/6h', 259200, 21600, 0.1)
) rules (severity, pair, long_s, short_s, budget_share)
