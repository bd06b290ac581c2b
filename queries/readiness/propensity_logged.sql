/* ---
id: M7
dimension: M
title: Adaptive policies log how likely their choice was
description: |
  Decisions of the range that log with what probability the policy chose what it chose, over all answers of policies that
  choose by a model or by chance (decision_kind contextual, noncontextual or random). Rules and defaults have no chance to
  log, and neither has what was held out. Both come from the engine: nobody else knows its chances.
severity: medium
pass: 0.95
fail: 0.5
house_default: true
owner: experimentation
effort: small
remediation: |
  Log the probability of the served action under the policy that chose it: propensity, with decision_kind, in decisions.
  Unknown where no decision of the range is adaptive; without it no other policy can be judged from these logs.
unlocks: [same_as_default]
needs: [decisions.decision_kind]
sources: [Open Bandit action_prob]
self_reported: true
evidence: {key: [source, event_id], where: not is_logged}
--- */
with choices as (
  select source, event_id, coalesce(propensity > 0, false) as is_logged
  from logs.decisions
  where event_time >= $from
    and event_time < $to
    and decision_kind in ('contextual', 'noncontextual', 'random')
    and decision_time is not null
    and coalesce(environment, 'prod') = 'prod'
    and coalesce(is_test, false) = false
    and coalesce(is_bot, false) = false
    and not coalesce(holdout, false)
    and not coalesce(is_fallback, false)
)
select
  avg(cast(is_logged as double)) as value,
  count(*) as n,
  proportion_lo(count(*) filter (where is_logged), count(*)) as lo,
  proportion_hi(count(*) filter (where is_logged), count(*)) as hi
from choices
