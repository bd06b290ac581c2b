//! Orders of Kibana's sample shop, read where they lie: their figures are those of two databases.
//!
//! Neither the rows nor the answers are in the repository: they lie beside it, or the tests are skipped.

use std::path::{Path, PathBuf};

use gaugeglass_tests::{answer, assert_same, oracles, rows};
use serde_json::{Value, json};

use super::{CLOSE, only, read_in_place};

/// Nothing was taken off any price. Units and products are sums over the order's lines.
const MAPPING: &str = r#"select
  order_id as event_id,
  '/kibana/ecommerce' as source,
  'order_placed' as type,
  to_timestamp_micros(order_date) as event_time,
  to_timestamp_micros(order_date) as ingest_time,
  's' as time_precision,
  'prod' as environment,
  order_id,
  customer_id as user_id,
  to_timestamp_micros(order_date) as placed_time,
  'placed' as status,
  'web' as channel,
  make_array(named_struct('quantity', cast(total_quantity as int))) as items,
  currency,
  cast(taxless_total_price as decimal(18, 4)) as gross_revenue,
  cast(taxful_total_price as decimal(18, 4)) as total,
  map(
    ['email', 'user', 'gender', 'country', 'products'],
    [email, "user", gender, country, total_unique_products]
  ) as extra
from source
"#;

/// The configuration and the answers.
fn shop(folder: &Path) -> Option<(PathBuf, Value)> {
    let Some(oracles) = oracles() else {
        eprintln!("skipped: the orders of Kibana's sample shop are not beside the repository");
        return None;
    };
    let data = oracles.join("data");
    let answers = std::fs::read_to_string(data.join("kibana_ecommerce.json")).unwrap();
    let config = read_in_place(folder, &data.join("kibana_orders.csv.gz"), "orders", MAPPING, "2017-01-01T00:00:00Z");
    Some((config, serde_json::from_str(&answers).unwrap()))
}

/// What each table of the answers is in SQL.
const TABLES: [(&str, &str); 4] = [
    (
        "totals",
        "select count(*) as orders, count(distinct user_id) as customers, cast(sum(gross_revenue) as double) as revenue,
           cast(sum(gross_revenue) as double) / count(*) as aov, sum(items[1]['quantity']) as units,
           sum(cast(extra['products'] as bigint)) as products, count(distinct extra['email']) as emails,
           count(distinct extra['user']) as users, substr(cast(min(placed_time) as varchar), 1, 19) as first,
           substr(cast(max(placed_time) as varchar), 1, 19) as last
         from logs.orders",
    ),
    (
        "by_gender",
        "select extra['gender'] as gender, count(*) as orders, cast(sum(gross_revenue) as double) as revenue,
           cast(sum(gross_revenue) as double) / count(*) as aov
         from logs.orders group by 1 order by 1",
    ),
    (
        "by_country",
        "select extra['country'] as country, count(*) as orders, cast(sum(gross_revenue) as double) as revenue
         from logs.orders group by 1 order by 1",
    ),
    (
        "by_utc_day",
        "select substr(cast(time_bucket('day', placed_time, 'UTC') as varchar), 1, 10) as d, count(*) as orders,
           sum(revenue_base) as revenue, count(distinct person_id) as customers
         from model.orders group by 1 order by 1",
    ),
];

#[test]
fn kibana_orders_by_gender_country_and_day_are_those_of_two_databases() {
    let folder = tempfile::tempdir().unwrap();
    let Some((config, oracle)) = shop(folder.path()) else { return };
    for (table, sql) in TABLES {
        let expected = match &oracle[table] {
            all @ Value::Object(_) => json!([all]),
            groups => groups.clone(),
        };
        assert_same(&rows(&config, sql), &expected, CLOSE, table);
    }
    assert_eq!(rows(&config, "select * from meta.quarantine"), json!([]));
}

/// Each convention as the answers name it, and the function that keeps to it.
const PERCENTILES: [(&str, &str); 2] = [
    ("linear_type7(percentile_cont)", "percentile_cont(price, $share)"),
    ("nearest_rank(percentile_disc)", "quantile_with_misses($share, price)"),
];

#[test]
fn kibana_order_values_have_the_percentiles_of_both_conventions() {
    let folder = tempfile::tempdir().unwrap();
    let Some((config, oracle)) = shop(folder.path()) else { return };
    for (convention, function) in PERCENTILES {
        let expected = &oracle["price_percentiles"][convention];
        let shares = expected.as_object().unwrap().keys();
        let columns: Vec<String> = shares.map(|share| format!("{} as \"{share}\"", function.replace("$share", share))).collect();
        let prices = "select cast(gross_revenue as double) as price from logs.orders";
        let found = rows(&config, &format!("select {} from ({prices}) prices", columns.join(", ")));
        assert_same(&found[0], expected, CLOSE, convention);
    }
}

/// A figure of a metric, and the two figures of the answers whose ratio it is; without a second, the first.
type Ratio = (&'static str, &'static str, Option<&'static str>);

/// Nobody is known to have come without ordering, so users are customers.
const METRICS: [(&str, &[Ratio]); 3] = [
    (
        "aov",
        &[
            ("aov", "revenue", Some("orders")),
            ("orders_per_user", "orders", Some("customers")),
            ("revenue_per_user", "revenue", Some("customers")),
            ("n", "orders", None),
        ],
    ),
    ("orders_per_user", &[("orders_per_user", "orders", Some("customers")), ("orders", "orders", None), ("n", "customers", None)]),
    (
        "revenue_per_user",
        &[("revenue_per_user", "revenue", Some("customers")), ("aov", "revenue", Some("orders")), ("n", "customers", None)],
    ),
];

fn ratios(ratios: &[Ratio], period: &Value) -> Value {
    let figure = |name: &str| period[name].as_f64().unwrap();
    ratios.iter().map(|(name, over, under)| ((*name).to_owned(), json!(figure(over) / under.map_or(1.0, figure)))).collect()
}

#[test]
fn kibana_order_metrics_say_the_same_of_each_day_and_of_all() {
    let folder = tempfile::tempdir().unwrap();
    let Some((config, oracle)) = shop(folder.path()) else { return };
    for (grain, periods) in [("total", &json!([oracle["totals"]])), ("day", &oracle["by_utc_day"])] {
        for (metric, figures) in METRICS {
            let expected: Value = periods.as_array().unwrap().iter().map(|period| ratios(figures, period)).collect();
            let names: Vec<&str> = figures.iter().map(|(name, ..)| *name).collect();
            let found = answer(&config, &["query", "--metric", metric, "--grain", grain, "--from", "2016-12-01", "--to", "2017-01-01"]);
            assert_same(&only(&found["rows"], &names), &expected, CLOSE, &format!("{metric} by {grain}"));
        }
    }
}
