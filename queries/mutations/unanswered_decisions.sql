/* ---
title: Decisions are never answered
description: A quarter of the requests have no time of decision.
replaces: logs.decisions
detects: D1
--- */
select * replace (case when md5(event_id) >= '4' then decision_time end as decision_time)
from logs.decisions
