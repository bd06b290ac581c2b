/* ---
title: Content goes out that nobody approved
description: The approvals of a quarter of all objects are not in the log of approvals. What was sent stays as it is.
replaces: logs.approvals
detects: A5
--- */
select *
from logs.approvals
where not (action in ('approved', 'auto_approved') and md5(object_id) < '4')
