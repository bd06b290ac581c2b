/* ---
title: Feeds stopped two months ago
description: The newest row of every source landed 60 days earlier than it did.
replaces: meta.freshness
detects: S1
--- */
select * replace (max_ingest_time - interval '60 days' as max_ingest_time)
from meta.freshness
