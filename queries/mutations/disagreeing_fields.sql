/* ---
title: The order system books other amounts than the shop
description: Every order costs twice as much in the log of orders, and as much as before in the events.
replaces: logs.orders
detects: U4
--- */
select * replace (gross_revenue * 2 as gross_revenue)
from logs.orders
