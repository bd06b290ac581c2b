/* ---
title: Milliseconds are read as microseconds
description: A quarter of the events happened a thousand times earlier, in January 1970. When they arrived stays as it is.
replaces: logs.events
detects: U8
--- */
select * replace (
  case when md5(event_id) < '4' then to_timestamp_micros(cast(event_time as bigint) / 1000) else event_time end as event_time
)
from logs.events
