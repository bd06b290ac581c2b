/* ---
title: Time zones of markets
description: The time zone that most actions of a country name. It stands in for customers whose own actions name none.
grain: one row per market
key: [market]
--- */
with counted as (
  select country as market, tz, sum(actions) as actions
  from model.active_half_hours
  where country is not null
    and tz is not null
  group by country, tz
)
select market, first_value(tz order by actions desc, tz) as tz
from counted
group by market
