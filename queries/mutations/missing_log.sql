/* ---
title: A log is not there
description: Nothing ever arrived for the log of approvals.
replaces: meta.freshness
detects: U1
--- */
select *
from meta.freshness
where log <> 'approvals'
