//! Public data sets, as a user fetches and asks them, against figures that others computed.

#[path = "public_data/approvals.rs"]
mod approvals;
#[path = "public_data/hillstrom.rs"]
mod hillstrom;
#[path = "public_data/kibana.rs"]
mod kibana;
#[path = "public_data/retentioneering.rs"]
mod retentioneering;

use std::path::{Path, PathBuf};

use gaugeglass_tests::{answer, assert_same, get, rows, rows_over_http, run, serve, text, write_config};
use serde_json::{Value, json};

/// Counts are exact; what is computed from them may differ by rounding.
const CLOSE: f64 = 1e-9;

fn oracle(name: &str) -> Value {
    serde_json::from_str(&text(&format!("tests/tests/oracles/{name}.json"))).unwrap()
}

/// The configuration of a data set, fetched by the command that users have; nothing where it cannot be fetched.
fn fetched(name: &str, folder: &Path) -> Option<PathBuf> {
    let output = run(&["dataset", "add", name, "--dir", folder.to_str().unwrap()]);
    if output.code != 0 && (output.err.contains("pip") || output.err.contains("python3")) {
        eprintln!("skipped: {name} cannot be fetched here: {}", output.err);
        return None;
    }
    assert_eq!(output.code, 0, "{}", output.err);
    Some(folder.join("gaugeglass.toml"))
}

/// A configuration in `folder` that reads one file, where it lies, into a log through a mapping.
fn read_in_place(folder: &Path, file: &Path, log: &str, mapping: &str, as_of: &str) -> PathBuf {
    std::fs::write(folder.join("mapping.sql"), mapping).unwrap();
    let (store, path) = (file.parent().unwrap().display(), file.file_name().unwrap().to_str().unwrap());
    let text = format!(
        "as_of = \"{as_of}\"\ntime_zone = \"UTC\"\n\n[stores.data]\nurl = \"file:{store}\"\n\n\
         [logs.{log}]\nstore = \"data\"\npath = \"{path}\"\nmapping = \"mapping.sql\"\n"
    );
    write_config(folder, &text)
}

/// The rows of an oracle with only the named columns.
fn only(rows: &Value, columns: &[&str]) -> Value {
    let one = |row: &Value| columns.iter().map(|column| ((*column).to_owned(), row[*column].clone())).collect::<serde_json::Map<_, _>>();
    rows.as_array().unwrap().iter().map(one).collect()
}

/// Click rate with its interval by the dimensions given as SQL.
fn click_rates(dimensions: &[(&str, &str)]) -> String {
    let named: Vec<String> = dimensions.iter().map(|(name, sql)| format!("{sql} as {name}")).collect();
    let names: Vec<&str> = dimensions.iter().map(|(name, _)| *name).collect();
    format!(
        "with shown as (
           select {}, c.decision_id is not null as is_clicked
           from logs.decisions d
           left join logs.deliveries c on c.decision_id = d.event_id and c.status = 'clicked'
         )
         select {names}, count(*) as n, sum(cast(is_clicked as bigint)) as clicks, avg(cast(is_clicked as double)) as click_rate,
           proportion_lo(sum(cast(is_clicked as bigint)), count(*)) as lo, proportion_hi(sum(cast(is_clicked as bigint)), count(*)) as hi
         from shown group by {names} order by {names}",
        named.join(", "),
        names = names.join(", "),
    )
}

#[test]
fn open_bandit_clicks_are_those_of_the_oracle() {
    let folder = tempfile::tempdir().unwrap();
    let Some(config) = fetched("open_bandit", folder.path()) else { return };
    let oracle = oracle("open_bandit");
    let (policy, campaign, position) = (
        ("policy", "cast(d.policy_id as varchar)"),
        ("campaign", "cast(d.placement as varchar)"),
        ("position", "cast(d.position as bigint)"),
    );
    let tables = [
        ("by_policy", vec![policy]),
        ("by_policy_and_position", vec![policy, position]),
        ("by_policy_and_campaign", vec![policy, campaign]),
        ("by_policy_campaign_and_position", vec![policy, campaign, position]),
    ];
    let server = serve(&config, &[], &[]);
    for (table, dimensions) in tables {
        let sql = click_rates(&dimensions);
        assert_same(&rows(&config, &sql), &oracle[table], CLOSE, table);
        assert_same(&rows_over_http(&server.http, &sql), &oracle[table], CLOSE, table);
    }
}

#[test]
fn open_bandit_propensities_are_whole_and_its_latency_is_unknown() {
    let folder = tempfile::tempdir().unwrap();
    let Some(config) = fetched("open_bandit", folder.path()) else { return };
    let oracle = oracle("open_bandit");
    let sql = "select cast(policy_id as varchar) as policy, min(propensity) as min, max(propensity) as max, avg(propensity) as mean
               from logs.decisions group by 1 order by 1";
    for row in rows(&config, sql).as_array().unwrap() {
        let policy = row["policy"].as_str().unwrap();
        assert_same(&only(&json!([row]), &["min", "max", "mean"])[0], &oracle["propensity"][policy], CLOSE, policy);
    }
    let latency =
        answer(&config, &["query", "--metric", "decision_latency", "--grain", "total", "--from", "2019-11-24", "--to", "2019-12-01"]);
    assert_eq!(latency["rows"][0]["p99_ms"], Value::Null, "{latency}");
}

/// Persons of each month of first activity who were active again k months later; `active` gives person and month.
fn monthly_retention(active: &str) -> String {
    format!(
        "with active as ({active}),
         cohorts as (select person, min(month) as cohort from active group by person)
         select
           substr(cast(c.cohort as varchar), 1, 10) as cohort,
           cast(
             12 * (date_part('year', a.month) - date_part('year', c.cohort)) + date_part('month', a.month) - date_part('month', c.cohort)
             as bigint
           ) as later,
           count(distinct a.person) as persons
         from active a
         join cohorts c on c.person = a.person
         group by 1, 2
         order by 1, 2"
    )
}

/// Rows of monthly retention as an oracle has them: cohort, months later, persons.
fn triangle(rows: &Value) -> Value {
    let mut cohorts = json!({});
    for row in rows.as_array().unwrap() {
        cohorts[row["cohort"].as_str().unwrap()][row["later"].to_string()] = row["persons"].clone();
    }
    cohorts
}

#[test]
fn cdnow_orders_repeat_rate_and_retention_are_those_of_the_oracle() {
    let folder = tempfile::tempdir().unwrap();
    let Some(config) = fetched("cdnow", folder.path()) else { return };
    let oracle = oracle("cdnow");
    let totals = "select count(*) as orders, count(distinct user_id) as customers, cast(sum(gross_revenue) as double) as revenue,
                    cast(sum(gross_revenue) as double) / count(*) as aov, count(*) filter (where gross_revenue = 0) as zero_amount_orders
                  from logs.orders";
    let columns = ["orders", "customers", "revenue", "aov", "zero_amount_orders"];
    assert_same(&rows(&config, totals), &only(&json!([oracle["totals"]]), &columns), CLOSE, "totals");

    let repeat = "with customers as (
                    select person_id, count(*) as orders, count(distinct cast(placed_time as date)) as days from model.orders group by 1
                  )
                  select count(*) as customers, count(*) filter (where orders > 1) as with_2plus_orders,
                    count(*) filter (where days > 1) as with_2plus_order_days, avg(orders) as orders_per_customer,
                    sum(days) as customer_days
                  from customers";
    assert_same(&rows(&config, repeat)[0], &oracle["repeat"], CLOSE, "repeat");

    let months = "select substr(cast(time_bucket('month', placed_time, 'UTC') as varchar), 1, 7) as month, count(*) as orders,
                    count(distinct person_id) as customers, cast(sum(gross) as double) as revenue
                  from model.orders group by 1 order by 1";
    assert_same(&rows(&config, months), &oracle["by_month"], CLOSE, "by_month");

    let server = serve(&config, &[], &[]);
    let retention = monthly_retention("select person_id as person, time_bucket('month', placed_time, 'UTC') as month from model.orders");
    assert_eq!(triangle(&rows(&config, &retention)), oracle["monthly_retention_triangle"]);
    assert_eq!(triangle(&rows_over_http(&server.http, &retention)), oracle["monthly_retention_triangle"]);
    let table = "select substr(cast(cohort as varchar), 1, 10) as cohort, months_later as later, active as persons
                 from metrics.retention_cohorts";
    assert_eq!(triangle(&rows_over_http(&server.http, table)), oracle["monthly_retention_triangle"]);
}

#[test]
fn cdnow_order_value_is_in_dollars_without_a_table_of_rates() {
    let folder = tempfile::tempdir().unwrap();
    let Some(config) = fetched("cdnow", folder.path()) else { return };
    let oracle = oracle("cdnow");
    let server = serve(&config, &[], &[]);
    let expected = json!({
        "aov": oracle["totals"]["aov"],
        "orders_per_user": oracle["repeat"]["orders_per_customer"],
        "n": oracle["totals"]["orders"],
        "unpriced": 0,
    });
    let columns = ["aov", "orders_per_user", "n", "unpriced"];
    let command = answer(&config, &["query", "--metric", "aov", "--grain", "total", "--from", "1997-01-01", "--to", "1998-07-01"]);
    assert_same(&only(&command["rows"], &columns)[0], &expected, CLOSE, "aov");
    let page = get(&server.http, "/m/aov.json?grain=total&from=1997-01-01&to=1998-07-01").json();
    assert_same(&only(&page["rows"], &columns)[0], &expected, CLOSE, "aov over HTTP");
    assert_eq!((&command["currency"], &page["currency"]), (&json!("USD"), &json!("USD")));
    let by_month = answer(&config, &["query", "--metric", "aov", "--grain", "month", "--from", "1997-01-01", "--to", "1998-07-01"]);
    let counts = |rows: &Value, name: &str| rows.as_array().unwrap().iter().map(|row| row[name].clone()).collect::<Vec<_>>();
    assert_eq!(counts(&by_month["rows"], "n"), counts(&oracle["by_month"], "orders"));
}
