/* ---
title: One person submits and approves everything
description: Every action on every version is by the same person.
replaces: logs.approvals
detects: G3
--- */
select * replace ('somebody' as actor_id)
from logs.approvals
