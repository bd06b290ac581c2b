"""What a generated world's ledger of defects says that the metrics of consistency must find.

Reads the ledger and the logs of a world with DuckDB, so that nothing of Gaugeglass takes part, and prints one JSON
document: counts by name.
"""

import json
import sys

import duckdb

FACTS = ["events", "orders", "deliveries", "exposures"]

VIEWS = """
create view faults as
select log, source, event_id, list(distinct family) as families, list(distinct detail) as details
from read_parquet('{world}/truth/defect_ledger/*.parquet')
group by all;

-- A soft copy has the clocks of its original and arrives with it.
create view clocked as
select
  e.*,
  f.families,
  coalesce(f.families, []) || coalesce(o.families, []) as all_families,
  list_contains(coalesce(f.families, []) || coalesce(o.families, []), 'skewed_clocks') as is_skewed
from events e
left join faults f on f.log = 'events' and f.source = e.source and f.event_id = e.event_id
left join (
  select p.source, p.received_time, p.ingest_time, p.session_id, p.product_id, x.families
  from events p
  join faults x on x.log = 'events' and x.source = p.source and x.event_id = p.event_id and not list_contains(x.families, 'soft_duplicates')
) o
  on list_contains(f.families, 'soft_duplicates')
  and o.source = e.source
  and o.received_time = e.received_time
  and o.ingest_time = e.ingest_time
  and o.session_id is not distinct from e.session_id
  and o.product_id is not distinct from e.product_id;

create view real_orders as
select order_id, source, any_value(user_id) as user_id, bool_or(status = 'cancelled') as is_cancelled
from orders
where not is_test and not is_bot
group by all;

create view browser_orders as
select *
from clocked
where type = 'order_completed' and order_id is not null and not is_test and not is_bot;
"""

COUNTS = {
    "soft_duplicates": """
        select count(*) from clocked
        where list_contains(families, 'soft_duplicates')
          and not is_bot
          and coalesce(user_id, anonymous_id, device_id) is not null""",
    "orphan_deliveries": """
        select count(*) from deliveries d join faults f using (source, event_id)
        where f.log = 'deliveries' and list_contains(f.families, 'orphan_deliveries')""",
    "orphan_people": """
        select count(distinct d.user_id) from deliveries d join faults f using (source, event_id)
        where f.log = 'deliveries' and list_contains(f.families, 'orphan_deliveries')""",
    "unassigned_exposures": """
        select count(*) from exposures x join faults f using (source, event_id)
        where f.log = 'exposures' and list_contains(f.families, 'bots')""",
    "clock.unit": "select count(*) from clocked where list_contains(all_families, 'unit_error')",
    "clock.future": "select count(*) from clocked where list_contains(all_families, 'future')",
    "clock.local_time": """
        select count(*) from clocked
        where list_contains(all_families, 'local_time') and not (is_skewed and client_time is null)""",
    "clock.ahead": """
        select count(*) from clocked
        where is_skewed and client_time is null and not list_contains(all_families, 'unit_error')""",
    "clock.device_clock": "select count(*) from clocked where is_skewed and client_time is not null",
    "late.events": """
        select count(*) from clocked
        where list_contains(all_families, 'late')
          and year(event_time) > 2000
          and ingest_time - event_time > interval 24 hour""",
    "very_late.events": """
        select count(*) from clocked
        where list_contains(all_families, 'late')
          and year(event_time) > 2000
          and ingest_time - event_time > interval 72 hour""",
    "late.deliveries": """
        select count(*) from deliveries d join faults f using (source, event_id)
        where f.log = 'deliveries'
          and list_has_any(f.families, ['late', 'provider_outage'])
          and d.ingest_time - d.event_time > interval 24 hour""",
    "planted_one_sided": """
        select count(*) from faults
        where list_has_any(families, ['lost_orders', 'enum_drift'])
          or list_contains(details, 'no amount')""",
    "one_sided_or_cancelled": """
        select count(distinct order_id) from real_orders where order_id not in (select order_id from browser_orders)""",
    "one_sided": """
        select count(*) from (
          select order_id from real_orders where order_id not in (select order_id from browser_orders)
          group by order_id having not bool_or(is_cancelled)) o""",
    "one_sided_people": """
        select count(distinct user_id) from (
          select order_id, any_value(user_id) as user_id from real_orders
          where order_id not in (select order_id from browser_orders)
          group by order_id having not bool_or(is_cancelled)) o""",
    "orders_timed_apart": """
        select count(*) from browser_orders b join real_orders o using (order_id)
        where list_has_any(b.all_families, ['unit_error', 'local_time']) or (b.is_skewed and b.client_time is null)""",
    "orders_timed_apart_people": """
        select count(distinct b.user_id) from browser_orders b join real_orders o using (order_id)
        where list_has_any(b.all_families, ['unit_error', 'local_time']) or (b.is_skewed and b.client_time is null)""",
    "orders_without_currency": """
        select count(*) from browser_orders b join real_orders o using (order_id)
        where list_contains(b.families, 'null_currency')""",
    "pairs_of_orders": """
        select (select count(*) from browser_orders b join real_orders o using (order_id))
          + (select count(*) from real_orders l join real_orders r on r.order_id = l.order_id and l.source < r.source)""",
    "null_currency": "select count(*) from clocked where list_contains(families, 'null_currency')",
    "schema_break": "select count(*) from clocked where list_contains(families, 'schema_break')",
    "enum_drift": "select count(*) from clocked where list_contains(families, 'enum_drift')",
    "consent_violations": """
        select count(distinct d.user_id) from deliveries d join faults f using (source, event_id)
        where f.log = 'deliveries' and list_contains(f.families, 'consent_violations')""",
    "sent_after_unsubscribe": """
        select count(distinct d.user_id) from deliveries d join faults f using (source, event_id)
        where f.log = 'deliveries' and list_contains(f.families, 'sent_after_unsubscribe')""",
}


def opened(world, logs):
    """A connection that has these logs of a world, each fact once, and the views over its ledger of defects."""
    connection = duckdb.connect()
    connection.execute("set timezone = 'UTC'")
    for log in logs:
        # One key is one fact, whichever copy arrived first.
        connection.execute(
            f"""create view {log} as
                select * from read_parquet('{world}/logs/{log}/*/*.parquet', hive_partitioning = true)
                qualify row_number() over (partition by source, event_id order by received_time, ingest_time) = 1"""
        )
    connection.execute(VIEWS.format(world=world))
    return connection


def counts(world):
    """The planted counts of a world, by name."""
    connection = opened(world, FACTS)
    return {name: connection.execute(sql).fetchone()[0] for name, sql in COUNTS.items()}


if __name__ == "__main__":
    json.dump(counts(sys.argv[1]), sys.stdout, indent=1)
    print()
