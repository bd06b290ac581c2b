//! Agreement with PostHog's published retention triangles and funnel counts.
//!
//! Every case of the file is compared. Its conversion times, averages and bins are not: no function here gives them.

use std::sync::Arc;

use arrow::array::{ArrayRef, AsArray, RecordBatch, StringArray, TimestampMicrosecondArray};
use arrow::datatypes::Int64Type;
use chrono::{DateTime, Months, TimeDelta, Utc};
use serde_json::Value;

use super::instant;
use crate::tests::oracles::folder;
use crate::tests::{rows, session_over};

fn cases(kind: &str) -> Option<Vec<Value>> {
    let text = std::fs::read(folder()?.join("behaviour/retention_and_funnel_cases.json")).unwrap();
    let file: Value = serde_json::from_slice(&text).unwrap();
    let cases = file["cases"].as_array().unwrap().iter();
    Some(cases.filter(|case| case["kind"] == kind).cloned().collect())
}

fn text<'a>(value: &'a Value, key: &str) -> &'a str {
    value[key].as_str().unwrap_or_else(|| panic!("no {key} in {value}"))
}

fn numbers(value: &Value) -> Vec<i64> {
    value.as_array().unwrap().iter().map(|number| number.as_i64().unwrap()).collect()
}

fn time(text: &str) -> DateTime<Utc> {
    DateTime::parse_from_rfc3339(text).unwrap().to_utc()
}

/// The events of a case: columns person, event and t.
fn events(case: &Value) -> RecordBatch {
    let events = || case["events"].as_array().unwrap().iter();
    let person = |event| {
        let id = text(event, "distinct_id");
        case["identity"]["aliases"][id].as_str().unwrap_or(id)
    };
    let persons: StringArray = events().map(|event| Some(person(event))).collect();
    let names: StringArray = events().map(|event| Some(text(event, "event"))).collect();
    let times = events().map(|event| Some(time(text(event, "timestamp")).timestamp_micros()));
    let times: TimestampMicrosecondArray = times.collect();
    let columns = [Arc::new(persons) as ArrayRef, Arc::new(names), Arc::new(times.with_timezone("UTC"))];
    RecordBatch::try_from_iter(["person", "event", "t"].into_iter().zip(columns)).unwrap()
}

/// The one row of numbers that answers `sql`.
async fn row(events: &RecordBatch, sql: &str) -> Vec<i64> {
    let answer = rows(&session_over(events, 3), sql).await.unwrap_or_else(|error| panic!("{sql}: {error}"));
    answer.columns().iter().map(|column| column.as_primitive::<Int64Type>().value(0)).collect()
}

/// The start of the n-th period from `first`.
fn edge(period: &str, first: DateTime<Utc>, n: u32) -> DateTime<Utc> {
    match period {
        "hour" => first + TimeDelta::hours(n.into()),
        "day" => first + TimeDelta::days(n.into()),
        "week" => first + TimeDelta::weeks(n.into()),
        "month" => first + Months::new(n),
        other => panic!("unknown period {other}"),
    }
}

/// The start of the period that holds t. Buckets of weeks begin on Monday: a week from Sunday is that of the day
/// after, a day earlier.
fn bucket(period: &str, week_start: Option<&str>) -> String {
    match week_start {
        Some("sunday") => "time_bucket('week', t + interval '1 day', 'UTC') - interval '1 day'".to_owned(),
        _ => format!("time_bucket('{period}', t, 'UTC')"),
    }
}

/// A retention case in the terms of the functions.
struct Triangle {
    name: String,
    events: RecordBatch,
    bucket: String,
    /// Where periods begin, and the last one ends, in seconds.
    edges: Vec<i64>,
    expected: Vec<Vec<i64>>,
}

impl Triangle {
    fn new(case: &Value) -> Self {
        assert_eq!((text(case, "target"), text(case, "returning")), ("any", "any"), "{case}");
        let expected: Vec<_> = case["expected_triangle"].as_array().unwrap().iter().map(numbers).collect();
        let (period, first) = (text(case, "period"), time(text(case, "first_interval_start")));
        let edges = (0..=expected.len() as u32).map(|n| edge(period, first, n).timestamp()).collect();
        let bucket = bucket(period, case["week_start"].as_str());
        Self { name: text(case, "name").to_owned(), events: events(case), bucket, edges, expected }
    }

    /// Everyone active in a period starts there: a row of the triangle.
    async fn row(&self, cohort: usize) -> Vec<i64> {
        let (start, as_of) = (self.edges[cohort], instant(self.edges[self.edges.len() - 1]));
        let windows = self.edges[cohort..].windows(2).map(|edge| (edge[0] - start, edge[1] - edge[0]));
        let calls = windows.map(|(offset, length)| {
            format!("retained({offset}, {length}, bucket, bucket = {}, true, {as_of}) as r{offset}", instant(start))
        });
        let lags = self.edges[cohort..self.edges.len() - 1].iter().map(|edge| edge - start);
        let counts = lags.map(|lag| format!("count(*) filter (where r{lag})"));
        let (calls, counts) = (calls.collect::<Vec<_>>().join(", "), counts.collect::<Vec<_>>().join(", "));
        let sql = format!(
            "select {counts} from (select person, {calls} from (select person, {} as bucket from t) as b group by person) as p",
            self.bucket
        );
        row(&self.events, &sql).await
    }

    /// Starts and returns `lag` periods later, over all cohorts at once.
    async fn totals(&self, lag: usize) -> Vec<i64> {
        let (length, as_of) = (self.edges[1] - self.edges[0], instant(self.edges[self.edges.len() - 1]));
        let offset = length * lag as i64;
        let sql = format!(
            "select cast(sum(starts) as bigint), cast(sum(returns) as bigint) from (select \
             retention_starts({offset}, {length}, bucket, true, {as_of}) as starts, \
             retention_returns({offset}, {length}, bucket, true, true, {as_of}) as returns \
             from (select distinct person, {} as bucket from t) as b group by person) as p",
            self.bucket
        );
        row(&self.events, &sql).await
    }
}

#[tokio::test]
async fn retention_triangles_agree_with_posthog() {
    let Some(cases) = cases("retention") else { return };
    for case in &cases {
        let triangle = Triangle::new(case);
        for (cohort, expected) in triangle.expected.iter().enumerate() {
            assert_eq!(&triangle.row(cohort).await, expected, "{} cohort {cohort}", triangle.name);
        }
    }
    assert!(cases.len() >= 5, "only {} triangles: has the file changed?", cases.len());
}

#[tokio::test]
async fn recurring_retention_adds_up_to_the_columns_of_the_triangles() {
    let Some(cases) = cases("retention") else { return };
    let is_even = |case: &&Value| case["period"] != "month";
    for triangle in cases.iter().filter(is_even).map(Triangle::new) {
        for lag in 0..triangle.expected.len() {
            let rows = || triangle.expected.iter().filter(|row| row.len() > lag);
            let expected = [rows().map(|row| row[0]).sum(), rows().map(|row| row[lag]).sum::<i64>()];
            assert_eq!(triangle.totals(lag).await, expected, "{} after {lag}", triangle.name);
        }
    }
}

/// Seconds in a window such as 14d or 5m.
fn seconds(window: &str) -> i64 {
    let (count, unit) = window.split_at(window.len() - 1);
    let unit = match unit {
        "m" => 60,
        "h" => 3_600,
        "d" => 86_400,
        other => panic!("unknown unit {other}"),
    };
    count.parse::<i64>().unwrap() * unit
}

/// How many people reached each step. A case that tells only how long each took to step 2 tells how many that were.
fn expected_counts(case: &Value) -> Vec<i64> {
    match &case["expected"] {
        expected if expected["counts"].is_array() => numbers(&expected["counts"]),
        expected => vec![expected["per_user_s"].as_array().unwrap().len() as i64; 2],
    }
}

#[tokio::test]
async fn funnel_counts_agree_with_posthog() {
    let Some(cases) = cases("funnel") else { return };
    for case in &cases {
        let window = seconds(text(case, "window"));
        let steps = case["steps"].as_array().unwrap().iter().map(|step| format!("event = '{}'", step.as_str().unwrap()));
        let steps = steps.collect::<Vec<_>>().join(", ");
        let expected = expected_counts(case);
        let counts = (1..=expected.len()).map(|step| format!("count(*) filter (where depth >= {step})"));
        let sql = format!(
            "select {} from (select person, window_funnel({window}, t, {steps}) as depth from t group by person) as p",
            counts.collect::<Vec<_>>().join(", ")
        );
        assert_eq!(row(&events(case), &sql).await, expected, "{}", text(case, "name"));
    }
    assert!(cases.len() >= 4, "only {} funnels: has the file changed?", cases.len());
}
