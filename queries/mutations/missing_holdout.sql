/* ---
title: Nobody is held out
description: No exposure is one where treatment was withheld.
replaces: logs.exposures
detects: M1
--- */
select * replace (false as would_have)
from logs.exposures
