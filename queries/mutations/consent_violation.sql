/* ---
title: Messages go to people who said no
description: Every consent is a withdrawal, from the day on which it was given. What was sent stays as it is.
replaces: logs.consents
detects: G4
--- */
select * replace ('withdrawn' as state)
from logs.consents
