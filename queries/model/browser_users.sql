/* ---
title: Users of each browser
description: |
  The one user whose actions were seen in a browser, told from events that carry both identifiers. A browser in which
  several users were seen is nobody's, and left out. It needs no identity graph, and so it also knows browsers that the
  graph never linked: it is right for outcomes, which belong to whoever acted, and wrong for judging what was known then.
grain: one row per browser with one user
key: [anonymous_id]
--- */
select anonymous_id, min(user_id) as user_id
from logs.events
where anonymous_id is not null
  and not names_nobody(user_id)
group by anonymous_id
having count(distinct user_id) = 1
