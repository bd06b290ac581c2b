/* ---
id: D6
dimension: D
title: Clients tell when they have shown the answer
description: |
  Answered production decisions of the range with a rendered_time, over all that a client is to show. Answers that go out
  as messages are left out, and so are holdouts, which show nothing. It asks whether the log can tell, so a rendered_time
  that is never logged is a failure and no unknown.
severity: medium
pass: 0.9
fail: 0.5
house_default: true
owner: decisioning
effort: small
remediation: |
  Let the client report the moment of painting with the decision's id, and log it as rendered_time.
unlocks: [e2e_decision_latency, timeliness]
needs: [decisions]
sources: [R29]
self_reported: true
evidence: {key: [decision_id], where: rendered_time is null}
--- */
with answers as (
  select source, decision_id, rendered_time
  from model.decision_ledger
  where request_time >= $from
    and request_time < $to
    and is_production
    and latency_ms is not null
    and not is_sending
    and not is_holdout
)
select
  count(rendered_time) / nullif(cast(count(*) as double), 0) as value,
  count(*) as n,
  proportion_lo(count(rendered_time), count(*)) as lo,
  proportion_hi(count(rendered_time), count(*)) as hi
from answers
