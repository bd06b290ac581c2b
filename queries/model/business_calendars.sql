/* ---
title: Business calendars by time zone
description: |
  The open hours of the one calendar that a time zone has, as lists for business_seconds: opens and closes, in order. The
  log of approvals tells of an actor the time zone and no calendar; where several calendars share a zone it cannot be told
  which of them holds, and the zone is left out. A day without hours is closed.
grain: one row per time zone that has one calendar
key: [time_zone]
sources: [R36]
--- */
select
  cast(tz as varchar) as time_zone,
  max(calendar_id) as calendar_id,
  array_agg(open_from order by open_from, open_to) as opens,
  array_agg(open_to order by open_from, open_to) as closes
from logs.business_calendar
where tz is not null
group by cast(tz as varchar)
having count(distinct calendar_id) = 1
