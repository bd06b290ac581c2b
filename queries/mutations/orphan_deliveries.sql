/* ---
title: Messages name decisions that do not exist
description: A quarter of the messages lose the decision that they name, as when a provider makes ids of its own.
replaces: logs.deliveries
detects: U6
--- */
select * replace (case when md5(message_id) < '4' then concat('lost-', decision_id) else decision_id end as decision_id)
from logs.deliveries
