/* ---
title: Missing values
question: How often is a value missing that the contract promises?
description: |
  Values that are null over values due, on the day of arrival. Due are the required columns of every row and, of the
  conditional columns, those whose condition holds: a currency where there is an amount, an order id in order events, a
  product in product events, a query in searches, some identifier in every event, the time of a decision's trigger, the
  arm of an experiment, the reason of a suppression. columns_without_any counts the conditional columns that no row of
  the range fills; a column that the source cannot carry shows there, and is never invented.
owner: data platform
unit: ratio
direction: down_is_good
time: arrived_at
dimensions: [log, source, column_name, need]
measures: [null_rate, nulls, columns_without_any]
additive: [nulls, n]
target: 0
thresholds: {good: 0.001, poor: 0.01}
interval: Wilson 95 %
chart: bar
sources: [R32]
needs: [events]
judged_with: [orders, decisions, deliveries, approvals, identity_observations, assignments, exposures]
--- */
with files as (
  select
    log,
    source,
    "column" as column_name,
    need,
    arrow_cast(ingest_dt, 'Timestamp(Microsecond, Some("UTC"))') as arrived_at,
    rows,
    filled
  from meta.coverage
  where ingest_dt is not null
),
expected as (
  select log, source, column_name, need, arrived_at, rows as due, filled
  from files
  where need = 'required'
  union all
  select log, source, column_name, 'conditional', arrived_at, due, filled
  from model.conditional_values
),
unfilled as (
  -- Known only by their coverage: such rows owe nothing, but a column nobody fills is worth knowing.
  select log, source, column_name, need, arrived_at, 0 as due, 0 as filled, sum(filled) over (partition by log, column_name) = 0 as is_empty
  from files
  where need = 'conditional'
    and arrived_at >= $from
    and arrived_at < $to
),
counted as (
  select log, source, column_name, need, arrived_at, due, filled, false as is_empty
  from expected
  union all
  select log, source, column_name, need, arrived_at, due, filled, is_empty
  from unfilled
)
select
  sum(due - filled) / nullif(cast(sum(due) as double), 0) as null_rate,
  sum(due - filled) as nulls,
  count(distinct log || '.' || column_name) filter (where is_empty) as columns_without_any,
  sum(due) as n,
  proportion_lo(sum(due - filled), sum(due)) as lo,
  proportion_hi(sum(due - filled), sum(due)) as hi
from counted
where arrived_at >= $from
  and arrived_at < $to
