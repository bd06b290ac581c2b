/* ---
title: Cart recovery
question: What share of otherwise lost carts did reminders win back?
description: |
  Three figures for one thing. recovery is the causal one, (p_T - p_C) / (1 - p_C): of the carts that would have been
  lost without a reminder, the share that reminders won, against the logged holdout. window_recovery counts every
  reminded cart whose owner ordered one of its products within 7 days, and so takes credit for those who would have come
  back anyway; click_recovery counts orders within 3 days of a human click, and misses those who were moved but did not
  click. Where the arms are not of the planned sizes, no recovery is shown. One cart per person, the first at which they
  met the experiment; carts whose 7 days are not over are left out.
owner: lifecycle
unit: ratio
direction: up_is_good
time: abandoned_at
dimensions: [channel, market]
measures: [recovery, window_recovery, click_recovery, control_return]
target: 0.10
grade: E5
matures: abandoned_at + 7d
interval: delta method, 95 %
sources: [S15]
needs: [events, exposures, experiments]
--- */
with trials as (
  select
    c.abandoned_at,
    c.channel,
    c.market,
    c.is_treated,
    c.recovered_window,
    c.recovered_click,
    -- Where units went missing, nothing may be compared.
    case when not coalesce(b.is_blocked, false) then c.recovered_window end as compared
  from model.carts c
  left join model.experiment_balance b on b.experiment_id = c.experiment_id and b.slice = 'all'
  where c.abandoned_at >= $from
    and c.abandoned_at < $to
    and c.is_eligible
)
select
  recovery_lift(compared, is_treated) as recovery,
  avg(cast(recovered_window as double)) filter (where is_treated) as window_recovery,
  avg(cast(recovered_click as double)) filter (where is_treated) as click_recovery,
  avg(cast(recovered_window as double)) filter (where not is_treated) as control_return,
  count(*) as n,
  recovery_lift_lo(compared, is_treated) as lo,
  recovery_lift_hi(compared, is_treated) as hi
from trials
