"""What the readiness checks of data, identity, decisions and timing must say of a generated world.

Reads the logs, the ledger of defects and the truth of a world with DuckDB, so that nothing of Gaugeglass takes part, and
prints one JSON document: numerator and denominator by check, over the 28 days before the world's end.
"""

import json
import sys

from planted_defects import opened

FACTS = ["events", "orders", "deliveries", "exposures", "decisions"]

WINDOW = """
create macro in_range(moment) as moment >= timestamptz '{end}' - interval 28 day and moment < timestamptz '{end}';

create view requests as
select d.*, u.deadline_s
from decisions d
left join (select use_case_id, any_value(deadline_s) as deadline_s from read_parquet('{world}/logs/use_cases/**/*.parquet') group by all) u
  using (use_case_id)
where environment = 'prod' and not coalesce(is_test, false) and not coalesce(is_bot, false);

create table messages as
select decision_id, min(event_time) filter (where status in ('delivered', 'displayed')) as delivered_at
from deliveries
where decision_id is not null
group by all;

-- Who is who comes from the truth and not from the map.
create table purchases as
select order_id, any_value(user_id) as user_id, min(placed_time) as ordered_at
from orders
where not is_test and not is_bot
group by order_id
having not bool_or(status = 'cancelled');

create table intents as
with signals as (
  select
    e.event_id,
    e.event_time as intended_at,
    coalesce(e.user_id, p.user_id) as user_id,
    case when e.type = 'content_downloaded' then 'b2b_download' else e.category end as use_case,
    case when e.type = 'content_downloaded' then 3600 when e.category = 'price_drop' then 14400 else 86400 end as deadline_s,
    case when e.category = 'browse_follow_up' then 600 else 0 end as min_delay_s
  from events e
  left join read_parquet('{world}/truth/persons/*.parquet') p on p.anonymous_id = e.anonymous_id
  where (e.type = 'content_downloaded' or (e.type = 'intent_detected' and e.category in ('browse_follow_up', 'price_drop')))
    and in_range(e.event_time)
    and not e.is_bot
),
answers as (
  select
    s.event_id,
    min(m.delivered_at) as reached_at,
    count(d.event_id) as decisions,
    -- A rule that holds somebody back is in the log of decisions, or in that of deliveries.
    coalesce(bool_or(d.reason = 'no_consent'), false) or coalesce(bool_or(h.decision_id is not null), false) as is_held
  from signals s
  left join requests d on d.trigger_event_id = s.event_id
  left join messages m on m.decision_id = d.event_id
  left join (select distinct decision_id from deliveries where status = 'suppressed') h on h.decision_id = d.event_id
  group by all
),
orders_after as (
  select s.event_id, min(o.ordered_at) as ordered_at
  from signals s
  join purchases o on o.user_id = s.user_id and o.ordered_at >= s.intended_at and o.ordered_at < s.intended_at + interval 30 day
  group by all
)
select
  s.*,
  a.decisions,
  a.reached_at,
  epoch(a.reached_at - s.intended_at) as wait_s,
  o.ordered_at,
  epoch(o.ordered_at - s.intended_at) as order_s,
  a.is_held
from signals s
join answers a using (event_id)
left join orders_after o using (event_id);

create view fates as
select
  *,
  case
    when is_held and reached_at is null then 'held'
    when order_s < least(coalesce(wait_s, order_s + 1), deadline_s) then 'moot'
    when wait_s is null then 'never'
    when wait_s < min_delay_s then 'early'
    when wait_s > deadline_s then 'late'
    else 'on_time'
  end as fate
from intents;

-- An identifier that the map does not know is nobody's.
create table persons as
select mapped, count(*) as ids, count(*) filter (where id_type = 'user_id') as user_ids
from read_parquet('{world}/truth/id_truth/*.parquet')
where (id_type, id_hash) in (
  select (id_type, id_hash) from read_parquet('{world}/logs/identity_map/**/*.parquet') where retracted_time is null)
group by all;

-- The demo's engine is given one identifier, and its map holds one entry for it at a time.
create table beliefs as
select d.request_time, d.person_id_used, m.person_id as known, m.retracted_time
from requests d
left join read_parquet('{world}/logs/identity_map/**/*.parquet') m
  on m.id_type = d.subject_ids[1].id_type
  and m.id_hash = d.subject_ids[1].id_hash
  and m.recorded_time <= d.request_time
  and coalesce(m.retracted_time > d.request_time, true);

create table reports as
select order_id, source, min(placed_time) as ordered_at, false as is_apart, false as is_poor
from orders
where not is_test and not is_bot
group by all
union all
select
  order_id,
  source,
  null,
  list_has_any(all_families, ['unit_error', 'local_time']) or (is_skewed and client_time is null),
  currency is null
from browser_orders;
"""

FIGURES = {
    "U4": """
        select count(*) filter (where l.is_apart <> r.is_apart), 4 * count(*) - count(*) filter (where l.is_poor or r.is_poor)
        from reports l join reports r on r.order_id = l.order_id and l.source < r.source
        where in_range(coalesce(l.ordered_at, r.ordered_at))""",
    "U6": """
        select count(*) filter (where is_orphan), count(*) from (
          select
            d.message_id,
            min(d.ingest_time) as arrived_at,
            bool_or(coalesce(list_contains(f.families, 'orphan_deliveries'), false)) as is_orphan
          from deliveries d left join faults f on f.log = 'deliveries' and f.source = d.source and f.event_id = d.event_id
          where d.decision_id is not null group by all) m
        where in_range(arrived_at)""",
    "U8": """
        select
          count(*) filter (
            where list_has_any(all_families, ['unit_error', 'future', 'local_time']) or (is_skewed and client_time is null)),
          count(*)
        from clocked where in_range(ingest_time)""",
    "I3": "select sum(ids) filter (where ids > 20 or user_ids > 1), sum(ids) from persons",
    "I5": """
        select count(*) filter (where person_id_used is not distinct from known), count(*)
        from beliefs where in_range(request_time)""",
    "I8": """
        select count(*) filter (where retracted_time <= request_time + interval 30 day), count(*)
        from beliefs where in_range(request_time + interval 30 day)""",
    "D3": "select count(*) filter (where decisions = 0 and fate <> 'moot'), count(*) from fates",
    "D4": """
        select count(*) filter (where (is_fallback or decision_time is null) and reason <> 'no_consent'), count(*)
        from requests where in_range(request_time)""",
    "D5": """
        select count(*) filter (where request_time - feature_max_time <= interval 1 day), count(*)
        from requests where in_range(request_time) and decision_time is not null and not is_fallback""",
    "T1": "select count(*) filter (where deadline_s is not null), count(*) from requests where in_range(request_time)",
    "T2": """
        select count(*) filter (where fate = 'on_time'), count(*) filter (where fate in ('on_time', 'early', 'late', 'never'))
        from fates""",
    "T3": "select count(*) filter (where fate = 'never'), count(*) from fates",
    "T4": "select count(*) filter (where fate = 'early'), count(*) from fates",
    "T5": "select count(*) filter (where ordered_at < reached_at), count(reached_at) from fates",
    "T7": "select count(*) filter (where wait_s <= 3600), count(*) from fates where use_case = 'b2b_download'",
}


def figures(world):
    """Numerator and denominator of each check."""
    with open(f"{world}/truth/truth.json", encoding="utf-8") as file:
        end = json.load(file)["world"]["as_of"]
    connection = opened(world, FACTS)
    connection.execute(WINDOW.format(world=world, end=end))
    return {check: connection.execute(sql).fetchone() for check, sql in FIGURES.items()}


if __name__ == "__main__":
    json.dump(figures(sys.argv[1]), sys.stdout, indent=1)
    print()
