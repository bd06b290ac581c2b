/* ---
title: Unusual volume
question: In how many hours does a source deliver far more or far less than it should?
description: |
  Hours of arrival whose volume is unusual over hours judged, per log and source. The logarithm of an hour's rows is
  compared with the median of the same hour of the week in the training time before; what is left is divided by how
  much such differences spread in that time (1.4826 times their median size). More than threshold spreads above is a
  spike, below a drop. A difference of less than what chance alone makes of so many rows is no anomaly, and a source
  that is mostly silent is not judged. A stopped feed drops hour by hour and spikes when it is back.
owner: data platform
unit: ratio
direction: down_is_good
time: hour
dimensions: [log, source]
measures: [anomaly_rate, anomalies, spikes, drops, worst_z]
additive: [anomalies, spikes, drops, n]
target: 0.01
thresholds: {good: 0.01, poor: 0.05}
interval: Wilson 95 %
parameters:
  training: {type: duration, default: 14d, doc: How far back an hour is compared.}
  threshold: {type: number, default: 3, doc: How many spreads away an hour is unusual.}
sources: [R32, R34]
needs: [events]
judged_with: [orders, decisions, deliveries, approvals, identity_observations, assignments, exposures]
--- */
with volumes as (
  select
    log,
    source,
    hour,
    rows,
    ln(1 + rows) as volume,
    cast(date_part('epoch', hour) as bigint) / 3600 as hour_number
  from model.arrivals_by_hour
  where hour < $to
    and date_part('epoch', $from - hour) <= 2 * $training
),
usual as (
  select v.log, v.source, v.hour, v.hour_number, v.rows, v.volume, median(b.volume) as usual_volume
  from volumes v
  join volumes b
    on b.log = v.log
    and b.source = v.source
    and b.hour_number % 168 = v.hour_number % 168
    and b.hour_number < v.hour_number
    and (v.hour_number - b.hour_number) * 3600 <= $training
  group by v.log, v.source, v.hour, v.hour_number, v.rows, v.volume
),
surprises as (
  select *, volume - usual_volume as surprise, hour_number / 24 as day_number
  from usual
),
days as (
  select distinct log, source, day_number
  from surprises
),
spreads as (
  -- Up to the day before, so that an outage does not hide itself.
  select d.log, d.source, d.day_number, 1.4826 * median(abs(s.surprise)) as spread
  from days d
  join surprises s
    on s.log = d.log
    and s.source = d.source
    and s.day_number < d.day_number
    and (d.day_number - s.day_number) * 86400 <= $training
  group by d.log, d.source, d.day_number
),
scores as (
  select
    s.log,
    s.source,
    s.hour,
    -- Counts of mean m scatter by chance, their logarithm by about 1 / sqrt(m).
    s.surprise / greatest(p.spread, 1 / sqrt(exp(s.usual_volume))) as z
  from surprises s
  join spreads p on p.log = s.log and p.source = s.source and p.day_number = s.day_number
  where p.spread > 0
)
select
  avg(cast(abs(z) > $threshold as double)) as anomaly_rate,
  count(*) filter (where abs(z) > $threshold) as anomalies,
  count(*) filter (where z > $threshold) as spikes,
  count(*) filter (where z < -$threshold) as drops,
  max(abs(z)) as worst_z,
  count(*) as n,
  proportion_lo(count(*) filter (where abs(z) > $threshold), count(*)) as lo,
  proportion_hi(count(*) filter (where abs(z) > $threshold), count(*)) as hi
from scores
where hour >= $from
  and hour < $to
