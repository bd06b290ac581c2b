//! Burn rates and their alerts, against what Prometheus answered and against a reading of every minute.

mod incidents;

use arrow::array::{Array, AsArray, RecordBatch};
use arrow::datatypes::{Float64Type, Int64Type};
use datafusion::prelude::SessionContext;
use serde_json::Value;

use super::oracles::{folder, get};
use super::{close, number, rows, session, session_over};

/// Severity, share of the budget, long and short window in minutes: the four alerts of the field.
const PAIRS: [(&str, f64, i64, i64); 4] =
    [("page", 0.02, 60, 5), ("page", 0.05, 360, 30), ("ticket", 0.1, 1_440, 120), ("ticket", 0.1, 4_320, 360)];
/// Seconds of thirty days.
const PERIOD: i64 = 2_592_000;

/// A span as it comes out: state, first instant, first instant of another state, in minutes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Span {
    state: String,
    started: i64,
    ended: Option<i64>,
}

/// The spans that `call` gives for each `id` of table `t`, in order.
pub(super) async fn spans(session: &SessionContext, call: &str) -> Vec<(i64, Span)> {
    let sql = format!(
        "select id, span['state'], cast(span['started_at'] as bigint) / 60000000, cast(span['ended_at'] as bigint) / 60000000 \
         from (select id, unnest(spans) as span from (select id, {call} as spans from t group by id) calls) spans"
    );
    let answer = rows(session, &sql).await.unwrap_or_else(|error| panic!("{sql}: {error}"));
    let numbers = |column: usize| answer.column(column).as_primitive::<Int64Type>();
    let states = arrow::compute::cast(answer.column(1), &arrow::datatypes::DataType::Utf8).unwrap();
    let span = |row: usize| Span {
        state: states.as_string::<i32>().value(row).to_owned(),
        started: numbers(2).value(row),
        ended: numbers(3).is_valid(row).then(|| numbers(3).value(row)),
    };
    let mut spans: Vec<(i64, Span)> = (0..answer.num_rows()).map(|row| (numbers(0).value(row), span(row))).collect();
    // The planner takes a key of groups for a key of what is unnested from them, and would drop an ORDER BY.
    spans.sort_by_key(|(id, span)| (*id, span.started));
    spans
}

/// A minute as SQL.
fn at(minute: i64) -> String {
    format!("arrow_cast({}, 'Timestamp(Microsecond, Some(\"UTC\"))')", minute * 60_000_000)
}

/// The state at one instant.
fn state_at(spans: &[(i64, Span)], instant: i64) -> &str {
    let holds = |span: &&(i64, Span)| span.1.started <= instant && span.1.ended.is_none_or(|ended| instant < ended);
    spans.iter().find(holds).map(|(_, span)| span.state.as_str()).unwrap_or_else(|| panic!("no state at {instant}"))
}

/// A session over the minutes of a scenario, which begin at minute 0.
async fn scenario(minutes: &[(i64, i64)]) -> SessionContext {
    let values: Vec<String> = minutes.iter().enumerate().map(|(minute, (bad, valid))| format!("({minute}, {bad}, {valid})")).collect();
    let sql = format!(
        "select 1 as id, m as number, arrow_cast(m * 60000000, 'Timestamp(Microsecond, Some(\"UTC\"))') as minute, bad, valid \
         from (values {}) as v(m, bad, valid)",
        values.join(", ")
    );
    session_over(&rows(&session(1), &sql).await.unwrap(), 2)
}

fn minutes_of(scenario: &Value) -> Vec<(i64, i64)> {
    let phases = scenario["minutes"].as_array().unwrap().iter();
    let each = phases.flat_map(|phase| {
        let count = |key: &str| phase[key].as_i64().unwrap();
        std::iter::repeat_n((count("errors_per_min"), count("total_per_min")), usize::try_from(count("n_minutes")).unwrap())
    });
    each.collect()
}

fn vectors() -> Option<Value> {
    let text = std::fs::read(folder()?.join("slo/burn_rate_vectors.json")).unwrap();
    Some(serde_json::from_slice(&text).unwrap())
}

#[tokio::test]
async fn burn_rates_are_those_of_prometheus_in_every_window() {
    let Some(vectors) = vectors() else { return };
    let mut compared = 0;
    for case in vectors["scenarios"].as_array().unwrap() {
        let (name, objective) = (case["name"].as_str().unwrap(), get(case, "objective"));
        let session = scenario(&minutes_of(case)).await;
        for expected in case["expected"].as_array().unwrap() {
            let instant = expected["minute"].as_i64().unwrap();
            for (window, burn) in expected["burn_rate"].as_object().unwrap() {
                let from = instant - minutes_in(window);
                let sql =
                    format!("select burn_rate(sum(bad), sum(valid), {objective}) from t where number >= {from} and number < {instant}");
                match (number(&session, &sql).await, burn.as_f64()) {
                    (Some(found), Some(burn)) => close(&format!("{name} {instant} {window}"), found, burn),
                    (found, burn) => assert_eq!(found, burn, "{name} {instant} {window}"),
                }
                compared += 1;
            }
        }
    }
    assert!(compared > 100, "only {compared} were compared");
}

fn minutes_in(window: &str) -> i64 {
    let (count, unit) = window.split_at(window.len() - 1);
    let minutes = match unit {
        "m" => 1,
        "h" => 60,
        _ => 1_440,
    };
    count.parse::<i64>().unwrap() * minutes
}

#[tokio::test]
async fn pages_and_tickets_fire_when_those_of_prometheus_do() {
    let Some(vectors) = vectors() else { return };
    for case in vectors["scenarios"].as_array().unwrap() {
        let minutes = minutes_of(case);
        let session = scenario(&minutes).await;
        let mut fired: Vec<(&str, Vec<(i64, Span)>)> = Vec::new();
        for (severity, share, long, short) in PAIRS {
            let call = format!(
                "burn_spans(minute, bad, valid, {}, burn_factor({share}, {PERIOD}, {}), {}, {}, {}, {})",
                get(case, "objective"),
                long * 60,
                long * 60,
                short * 60,
                at(0),
                at(i64::try_from(minutes.len()).unwrap())
            );
            fired.push((severity, spans(&session, &call).await));
        }
        for expected in case["expected"].as_array().unwrap() {
            let instant = expected["minute"].as_i64().unwrap();
            for severity in ["page", "ticket"] {
                let fires = fired.iter().any(|(of, spans)| *of == severity && state_at(spans, instant) == "firing");
                assert_eq!(Some(fires), expected[severity].as_bool(), "{} {severity} at {instant}", case["name"]);
            }
        }
    }
}

#[tokio::test]
async fn factors_are_those_of_sloth() {
    let Some(folder) = folder() else { return };
    let factors: Value = serde_json::from_slice(&std::fs::read(folder.join("slo/window_factors.json")).unwrap()).unwrap();
    let session = session(1);
    let mut compared = 0;
    for (period, alerts) in factors["defaults"].as_object().unwrap() {
        for (severity, place) in [("page", 0_usize), ("page", 1), ("ticket", 0), ("ticket", 1)] {
            let expected = &alerts[severity][place];
            let long = minutes_in(expected[1].as_str().unwrap());
            let share = PAIRS.iter().find(|pair| pair.2 == long).unwrap().1;
            let sql = format!("select burn_factor({share}, {}, {})", minutes_in(period) * 60, long * 60);
            close(&sql, number(&session, &sql).await.unwrap(), expected[2].as_f64().unwrap());
            compared += 1;
        }
    }
    for alert in ["page", "ticket"].iter().flat_map(|severity| factors["custom_7d_percent"][severity].as_array().unwrap()) {
        let (long, percent) = (minutes_in(alert[1].as_str().unwrap()), alert[2].as_f64().unwrap());
        let sql = format!("select burn_factor({percent} / 100.0, 604800, {})", long * 60);
        close(&sql, number(&session, &sql).await.unwrap(), alert[3].as_f64().unwrap());
        compared += 1;
    }
    assert_eq!(compared, 12);
}

#[tokio::test]
async fn states_are_decided_in_whole_numbers() {
    let session = session(2);
    for (arguments, expected) in [
        // Doubles say that 0.06 / (1 - 0.99) is less than 6.
        ("60, 1000, 60, 1000, 0.99, 6", "firing"),
        ("59, 1000, 59, 1000, 0.99, 6", "quiet"),
        ("60, 1000, 59, 1000, 0.99, 6.0", "quiet"),
        ("29, 29, 5, 5, 0.99, 14.4", "low_traffic"),
        ("0, 0, 0, 0, 0.99, 14.4", "no_data"),
        ("90, 100, 0, 0, 0.99, 14.4", "no_data"),
        ("0, 100, 0, 10, 0.99, 14.4", "quiet"),
    ] {
        let sql = format!("select burn_state({arguments}) as state");
        let answer = rows(&session, &sql).await.unwrap_or_else(|error| panic!("{sql}: {error}"));
        assert_eq!(answer.column(0).as_string::<i32>().value(0), expected, "{sql}");
    }
    for arguments in ["null, 1, 1, 1, 0.9, 6", "1, 1, 1, 1, 1, 6", "1, 1, 1, 1, 0.9, 0", "-1, 1, 1, 1, 0.9, 6", "0.5, 1, 1, 1, 0.9, 6"] {
        let answer = rows(&session, &format!("select burn_state({arguments})")).await.unwrap();
        assert!(answer.column(0).is_null(0), "{arguments}");
    }
}

#[tokio::test]
async fn without_events_there_is_no_rate_and_no_budget() {
    let session = session(1);
    for call in ["burn_rate(0, 0, 0.99)", "budget_remaining(0, 0, 0.99)", "burn_rate(1, 2, 1)", "burn_factor(0.1, 0, 60)"] {
        assert_eq!(number(&session, &format!("select {call}")).await, None, "{call}");
    }
    let figures = [("burn_rate(40, 100, 0.99)", 40.0), ("budget_remaining(0, 7, 0.99)", 1.0), ("budget_remaining(3, 100, 0.99)", -2.0)];
    for (call, expected) in figures {
        close(call, number(&session, &format!("select {call}")).await.unwrap(), expected);
    }
}

/// Five good events a minute for a hundred minutes, and then nothing.
async fn stopped() -> SessionContext {
    scenario(&[(0, 5); 100]).await
}

#[tokio::test]
async fn a_stopped_feed_is_no_data_and_not_good() {
    let call = format!("burn_spans(minute, bad, valid, 0.99, 14.4, 3600, 300, {}, {})", at(0), at(300));
    let found: Vec<Span> = spans(&stopped().await, &call).await.into_iter().map(|(_, span)| span).collect();
    let span = |state: &str, started, ended| Span { state: state.to_owned(), started, ended };
    // The minutes 95 to 99 still have events: the short window is empty from the end of minute 104 on.
    assert_eq!(found, [span("quiet", 1, Some(105)), span("no_data", 105, None)]);
}

#[tokio::test]
async fn what_means_nothing_has_no_spans() {
    let session = stopped().await;
    for (arguments, range) in [
        ("1.0, 14.4, 3600, 300", (0, 300)),
        ("0.99, 0, 3600, 300", (0, 300)),
        ("0.99, 14.4, 90, 300", (0, 300)),
        ("0.99, 14.4, 3600, 0", (0, 300)),
        ("0.99, null, 3600, 300", (0, 300)),
        ("0.99, 14.4, 3600, 300", (0, 900_000)),
        ("0.99, 14.4, 3600, 300", (300, 300)),
    ] {
        let call = format!("burn_spans(minute, bad, valid, {arguments}, {}, {})", at(range.0), at(range.1));
        assert!(spans(&session, &call).await.is_empty(), "{call}");
    }
}

#[tokio::test]
async fn a_promise_without_any_event_is_told_too() {
    let sql = format!(
        "select 1 as id, arrow_cast(null, 'Timestamp(Microsecond, Some(\"UTC\"))') as minute, 0 as bad, 0 as valid, {} as f, {} as e",
        at(0),
        at(9)
    );
    let session = session_over(&rows(&session(1), &sql).await.unwrap(), 1);
    let found = spans(&session, "burn_spans(minute, bad, valid, 0.99, 14.4, 3600, 300, f, e)").await;
    assert_eq!(found, [(1, Span { state: "no_data".into(), started: 1, ended: None })]);
}

#[tokio::test]
async fn an_episode_knows_its_peak_and_its_bad_events() {
    let mut minutes = vec![(0, 5); 160];
    minutes.iter_mut().skip(100).take(47).for_each(|minute| *minute = (2, 5));
    let spans = format!("burn_spans(minute, bad, valid, 0.99, 14.4, 3600, 300, {}, {})", at(60), at(160));
    let sql = format!(
        "select span['peak_burn'] as peak, cast(span['bad'] as double) as bad from \
         (select unnest(spans) as span from (select {spans} as spans from t) calls) spans where span['state'] = 'firing'"
    );
    let answer: RecordBatch = rows(&scenario(&minutes).await, &sql).await.unwrap();
    let figure = |column: usize| answer.column(column).as_primitive::<Float64Type>().value(0);
    assert_eq!(answer.num_rows(), 1, "{answer:?}");
    // All 47 minutes are in the hour before their end: 94 of 300 bad, over one in a hundred.
    close("peak", figure(0), 94.0 / 300.0 / 0.01);
    close("bad", figure(1), 94.0);
}
