/* ---
title: Lift lost to timeouts and fallbacks
question: How much lift is lost because answers time out or fall back?
description: |
  An experiment's lift as assigned, over all units by the arm each was put in, and as served, over the units whose first
  answer came and was no fallback. Whether it fell back is read in both arms, the held-out one by what the engine
  would have answered; it was settled before treatment, so both lifts compare like with like. lost is the difference of the
  two: the share that was not served times the difference of the two groups' lifts, and 0 where everybody was served. It
  takes for granted that those not served would have gained what the served gained. Dropping them, as a log of
  exposures after rendering does, shows the lift as served and hides the loss. Where the held-out arm logs no answers, or
  units went missing, nothing is shown.
owner: decisioning
unit: points
direction: down_is_good
time: exposed_at
dimensions: [market, source]
measures: [lost, assigned_lift, served_lift, unserved_lift, unserved_share, unanswered_share, unlogged_share]
grade: E2
matures: exposed_at + 7d
interval: Welch on four means, 95 %
parameters:
  experiment: {type: text, default: behaviour_flow, doc: Id of the experiment.}
link:
  gap: Answering late, or with a fallback,
  outcome: the lift lost
  estimand: Conversion within 7 days that serving every unit would add per exposed unit, if the unserved gained what the served do.
  excluded: Units without a logged decision at exposure, units seen in several arms.
  stronger: Force the fallback for a few served requests by chance, and compare.
sources: [S27, W50]
needs: [experiments, exposures, decisions]
--- */
with units as (
  select
    exposed_at,
    market,
    source,
    is_treated,
    is_served,
    is_unanswered,
    case when not is_blocked then is_converted end as converted
  from model.experiment_answers
  where experiment_id = $experiment
)
select
  lift_forgone(converted, is_served, is_treated) as lost,
  difference(converted, is_treated) filter (where is_served is not null) as assigned_lift,
  difference(converted, is_treated) filter (where is_served) as served_lift,
  difference(converted, is_treated) filter (where not is_served) as unserved_lift,
  avg(cast(not is_served as double)) as unserved_share,
  avg(cast(is_unanswered as double)) as unanswered_share,
  avg(cast(is_served is null as double)) as unlogged_share,
  count(is_served) as n,
  lift_forgone_lo(converted, is_served, is_treated) as lo,
  lift_forgone_hi(converted, is_served, is_treated) as hi
from units
where exposed_at >= $from
  and exposed_at < $to
