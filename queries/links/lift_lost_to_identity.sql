/* ---
title: Lift lost to identity misses, at most
question: How much more would personalization win if it knew everybody it meets?
description: |
  An experiment's lift among people whom the engine knew at the moment of exposure, in both arms, and among those it did
  not (recognised_lift and unrecognised_lift, by the arm each unit was put in). Forgone is the share that was not
  recognised times (k x recognised_lift - unrecognised_lift), in conversion points of all exposed. What the others would
  gain once known is not known, so it is a band and never a point: k = 1, as much as the known gain (at_most), .5 (at_half)
  and .25 (at_least). lo and hi enclose the band with its sampling error. Dilution shows in recomposed_lift, each
  lift weighted by its share: it equals the lift of all but for chance in who was recognised in which arm. Units without
  a logged decision are out; where units went missing, nothing is shown.
owner: identity
unit: points
direction: down_is_good
time: exposed_at
dimensions: [market, source]
measures: [at_most, at_half, at_least, lift, recognised_lift, unrecognised_lift, recomposed_lift, recognised_share, unlogged_share]
grade: E2
matures: exposed_at + 7d
interval: band from k = .25 to k = 1, with Welch 95 % around each
parameters:
  experiment: {type: text, default: reco_lift, doc: Id of the experiment.}
link:
  gap: Not recognising people
  outcome: the lift forgone within this band
  estimand: Conversion within 7 days that recognising everybody would add per exposed unit, if the unknown gained k times what the known do.
  excluded: Units without a logged decision at exposure, units seen in several arms.
  stronger: Encourage sign-in by chance (a nudge, a signed link) and compare by whom it was offered to.
sources: [R28, S03]
needs: [experiments, exposures, decisions]
judged_with: [events]
--- */
with units as (
  select
    exposed_at,
    market,
    source,
    is_treated,
    is_recognised,
    case when not is_blocked then cast(is_converted as double) end as converted
  from model.experiment_answers
  where experiment_id = $experiment
),
scaled as (
  select
    *,
    case when is_recognised then 0.5 * converted else converted end as at_half,
    case when is_recognised then 0.25 * converted else converted end as at_quarter
  from units
)
select
  lift_forgone(converted, is_recognised, is_treated) as at_most,
  lift_forgone(at_half, is_recognised, is_treated) as at_half,
  lift_forgone(at_quarter, is_recognised, is_treated) as at_least,
  difference(converted, is_treated) filter (where is_recognised is not null) as lift,
  difference(converted, is_treated) filter (where is_recognised) as recognised_lift,
  difference(converted, is_treated) filter (where not is_recognised) as unrecognised_lift,
  avg(cast(is_recognised as double)) * difference(converted, is_treated) filter (where is_recognised)
    + avg(cast(not is_recognised as double)) * difference(converted, is_treated) filter (where not is_recognised) as recomposed_lift,
  avg(cast(is_recognised as double)) as recognised_share,
  avg(cast(is_recognised is null as double)) as unlogged_share,
  count(is_recognised) as n,
  least(
    lift_forgone_lo(at_quarter, is_recognised, is_treated),
    lift_forgone_lo(converted, is_recognised, is_treated)
  ) as lo,
  greatest(
    lift_forgone_hi(at_quarter, is_recognised, is_treated),
    lift_forgone_hi(converted, is_recognised, is_treated)
  ) as hi
from scaled
where exposed_at >= $from
  and exposed_at < $to
