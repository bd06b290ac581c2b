/* ---
title: Every row comes twice
description: |
  The accounts of files say that each row that stands came once more, and that its copy was dropped. Copies are counted while
  files are read, so it is the count that is changed.
replaces: meta.files
detects: U3
--- */
select * replace (rows_in + rows_kept as rows_in, rows_duplicate + rows_kept as rows_duplicate)
from meta.files
