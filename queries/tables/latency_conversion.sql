/* ---
title: Conversion by wait for the answer
description: |
  Conversion within 7 days by how long people waited for their first answer in a use case, one row per use case and length
  of the wait, the unanswered last. conversion with lo and hi is what the logs show (E2). adjusted_difference compares with
  the shortest wait of the use case that has enough people, only among those alike in placement, channel, market, hour of the
  day and recognition (Mantel-Haenszel, E3); it is null for the shortest wait itself, and where too few are alike.
  before_difference is the same for orders of the 14 days before the request, which no wait can have changed. Where those
  orders change with the wait over the whole use case (slope per 100 ms, 95 %), stamp adds confounded to association: then
  neither figure is what waiting costs. What it costs is metrics.latency_effect. Delay that an experiment added is taken
  off. Cells of fewer than minimum_people show no shares.
grain: one row per use case and wait
key: [use_case_id, wait]
parameters:
  minimum_people: {type: number, default: 20, doc: Cells of fewer people show how many they are and nothing else.}
sources: [R29]
--- */
with people as (
  select
    *,
    concat_ws('|', placement, channel, market, date_part('hour', request_time), is_recognised) as stratum,
    case
      when waited_ms is null then 8
      when waited_ms < 100 then 1
      when waited_ms < 200 then 2
      when waited_ms < 300 then 3
      when waited_ms < 500 then 4
      when waited_ms < 1000 then 5
      when waited_ms < 2000 then 6
      else 7
    end as wait_no
  from model.first_decisions
  where (is_measurable or waited_ms is null)
    and request_time + interval '7 days' <= $as_of
),
cells as (
  select use_case_id, wait_no, count(*) as people, count(*) filter (where is_converted) as converted
  from people
  group by use_case_id, wait_no
),
bases as (
  select use_case_id, min(wait_no) as base_no
  from cells
  where people >= $minimum_people
    and wait_no < 8
  group by use_case_id
),
compared as (
  select c.use_case_id, c.wait_no, p.is_converted, p.is_buyer_before, p.stratum, p.wait_no = c.wait_no as is_exposed
  from cells c
  join bases b on b.use_case_id = c.use_case_id
  join people p on p.use_case_id = c.use_case_id and (p.wait_no = c.wait_no or p.wait_no = b.base_no)
  where c.people >= $minimum_people
),
differences as (
  select
    use_case_id,
    wait_no,
    mantel_haenszel_difference(is_converted, is_exposed, stratum) as adjusted_difference,
    mantel_haenszel_difference_lo(is_converted, is_exposed, stratum) as adjusted_lo,
    mantel_haenszel_difference_hi(is_converted, is_exposed, stratum) as adjusted_hi,
    mantel_haenszel_difference(is_buyer_before, is_exposed, stratum) as before_difference
  from compared
  group by use_case_id, wait_no
),
controls as (
  select
    use_case_id,
    slope_lo(cast(is_buyer_before as double), waited_ms / 100) > 0
      or slope_hi(cast(is_buyer_before as double), waited_ms / 100) < 0 as is_confounded
  from people
  group by use_case_id
)
select
  c.use_case_id,
  ['to 100 ms', 'to 200 ms', 'to 300 ms', 'to 500 ms', 'to 1 s', 'to 2 s', 'over 2 s', 'unanswered'][c.wait_no] as wait,
  c.people,
  case when c.people >= $minimum_people then c.converted / cast(c.people as double) end as conversion,
  case when c.people >= $minimum_people then proportion_lo(c.converted, c.people) end as lo,
  case when c.people >= $minimum_people then proportion_hi(c.converted, c.people) end as hi,
  'E2' as grade,
  -- Too few alike to bound it are too few to show it.
  case when d.adjusted_lo is not null then d.adjusted_difference end as adjusted_difference,
  d.adjusted_lo,
  d.adjusted_hi,
  case when d.adjusted_lo is not null then 'E3' end as adjusted_grade,
  d.before_difference,
  case when coalesce(k.is_confounded, false) then 'association, confounded' else 'association' end as stamp
from cells c
left join differences d on d.use_case_id = c.use_case_id and d.wait_no = c.wait_no
left join controls k on k.use_case_id = c.use_case_id
order by c.use_case_id, c.wait_no
