//! Figures from hand-made answers: each state has its own words, and nothing unknown is drawn or counted.
#![allow(clippy::unwrap_used)]

use std::sync::Arc;

use arrow::array::{ArrayRef, Float64Array, Int64Array, StringArray, TimestampMicrosecondArray};
use arrow::record_batch::RecordBatch;
use askama::Template;
use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Tz;
use gaugeglass_engine::{Error, MetricAnswer};
use gaugeglass_metrics::{Metric, Registry};

use super::ask::{Answers, Empty, Question};
use super::panel::{Body, Figure};
use super::tile::Tile;
use crate::url::{Range, View};

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn metric() -> Arc<Metric> {
    Arc::clone(Registry::embedded().metric("conversion_rate").unwrap())
}

/// Four days, as seen from the fifth.
fn question() -> Question {
    Question {
        metric: metric(),
        view: View::default(),
        range: Range { from: at("2026-05-01T00:00:00Z"), to: at("2026-05-05T00:00:00Z") },
        zone: Tz::UTC,
        as_of: at("2026-05-05T00:00:00Z"),
    }
}

/// One row for each (day, value, n, maturity).
fn answer(rows: &[(u32, Option<f64>, i64, &str)]) -> MetricAnswer {
    let metric = metric();
    let day = |day: u32| at("2026-04-30T00:00:00Z") + TimeDelta::days(i64::from(day));
    let floats = |shift: f64| Arc::new(rows.iter().map(|row| row.1.map(|value| value + shift)).collect::<Float64Array>()) as ArrayRef;
    let buckets = TimestampMicrosecondArray::from_iter_values(rows.iter().map(|row| day(row.0).timestamp_micros()));
    let mut columns: Vec<(String, ArrayRef)> = vec![("bucket".into(), Arc::new(buckets.with_timezone("UTC")))];
    columns.extend(metric.measures.iter().map(|name| (name.clone(), floats(0.0))));
    columns.push(("n".into(), Arc::new(Int64Array::from_iter_values(rows.iter().map(|row| row.2)))));
    columns.push(("lo".into(), floats(-0.01)));
    columns.push(("hi".into(), floats(0.01)));
    columns.push(("maturity".into(), Arc::new(StringArray::from_iter_values(rows.iter().map(|row| row.3)))));
    MetricAnswer {
        from: day(1),
        to: day(5),
        batch: RecordBatch::try_from_iter(columns).unwrap(),
        sql: metric.sql.clone(),
        bound: Vec::new(),
        as_of: day(5),
        watermark: Some(day(5) - TimeDelta::hours(1)),
        currency: None,
        missing: Vec::new(),
        elapsed_ms: 1,
        metric,
    }
}

fn answers(total: Result<MetricAnswer, Error>) -> Answers {
    Answers { total, total_before: None, series: None, series_before: None, slices: None, slices_before: None, empty: None }
}

fn total(value: Option<f64>, n: i64) -> Answers {
    answers(Ok(answer(&[(1, value, n, "final")])))
}

fn figure(answers: &Answers) -> Figure {
    Figure::of(&question(), answers, "f", Body::Course)
}

#[test]
fn every_state_has_its_own_words() {
    let missing = answers(Ok(MetricAnswer { missing: vec!["orders".into()], ..answer(&[(1, None, 0, "final")]) }));
    let empty = |empty| Answers { empty: Some(empty), ..total(None, 0) };
    let slow = Error::OverLimit { limit: "30 s".into(), remedy: "Ask for less.".into(), is_time: true };
    let cases = [
        (missing, "No data has arrived yet"),
        (empty(Empty::Filters(1204)), "Nothing matches these filters"),
        (empty(Empty::Range(at("2026-01-01T00:00:00Z"), at("2026-01-01T00:00:00Z"))), "Nothing in this period"),
        (empty(Empty::Young), "No data has arrived yet"),
        (total(None, 50), "No value can be given"),
        (answers(Err(slow)), "Stopped: it took too long"),
        (answers(Err(Error::Internal { reference: "7f3a".into() })), "This figure could not be computed"),
    ];
    for (answers, heading) in cases {
        let figure = figure(&answers);
        let notice = figure.notice.as_ref().unwrap();
        assert_eq!(notice.heading, heading);
        assert!(!notice.body.is_empty());
        assert!(figure.render().unwrap().contains(heading));
        assert_eq!(Tile::of(&question(), &answers).value, "—");
    }
}

#[test]
fn a_true_zero_is_a_zero_and_says_so() {
    let answers = total(Some(0.0), 500);
    assert_eq!(Tile::of(&question(), &answers).value, "0\u{202f}%");
    assert!(figure(&answers).notes[0].starts_with("A true zero: 500 rows"));
}

#[test]
fn few_rows_and_open_windows_are_badged() {
    let young = answers(Ok(answer(&[(1, Some(0.1), 12, "provisional")])));
    let words: Vec<String> = figure(&young).badges.into_iter().map(|badge| badge.word).collect();
    assert_eq!(words, ["Too early to say", "Provisional"]);
    let late = answers(Ok(MetricAnswer { watermark: Some(at("2026-05-03T12:00:00Z")), ..answer(&[(1, Some(0.1), 500, "final")]) }));
    assert_eq!(figure(&late).badges[0].word, "Late");
}

#[test]
fn a_missing_day_is_a_gap_in_sentence_picture_and_table() {
    let series = answer(&[(1, Some(0.1), 100, "final"), (2, Some(0.2), 100, "final"), (4, Some(0.3), 100, "provisional")]);
    let figure = figure(&Answers { series: Some(Ok(series)), ..total(Some(0.2), 300) });
    assert!(figure.say.contains("1 of 4 days has no value"), "{}", figure.say);
    assert!(figure.say.contains("Lowest 10.0\u{202f}% (1 May)"), "{}", figure.say);
    let chart = figure.chart.unwrap();
    let hits = &chart.pictures[0].hits;
    assert_eq!(hits.len(), 4);
    assert_eq!((hits[2].y, hits[2].label.as_str()), (None, "3 May 2026: no data"));
    assert!(hits[3].label.contains("provisional"));
    assert!(chart.legend.iter().any(|entry| entry.name == "No value"));
    assert_eq!(figure.table.unwrap().total, 3);
}

#[test]
fn the_table_and_the_tile_show_the_same_digits_as_the_answer() {
    let series = answer(&[(1, Some(0.1234), 100, "final")]);
    let answers = Answers { series: Some(Ok(series)), ..total(Some(0.1234), 100) };
    let figure = figure(&answers);
    assert_eq!(figure.table.as_ref().unwrap().rows[0][1].text, "12.3\u{202f}%");
    assert_eq!(Tile::of(&question(), &answers).value, "12.3\u{202f}%");
    assert!(figure.say.starts_with("12.3\u{202f}%"));
    let html = figure.render().unwrap();
    assert!(html.contains("<th scope=\"col\"") && html.contains("<caption>"));
}

#[test]
fn points_lead_to_their_own_day_with_filters_kept() {
    let mut question = question();
    question.view.filters = vec![("market".into(), "DE".into())];
    let answers = Answers { series: Some(Ok(answer(&[(1, Some(0.1), 100, "final")]))), ..total(Some(0.1), 100) };
    let figure = Figure::of(&question, &answers, "f", Body::Course);
    let href = figure.chart.unwrap().pictures[0].hits[0].href.clone().unwrap();
    assert!(href.contains("grain=hour") && href.contains("f.market=DE") && href.contains("from=2026-05-01"), "{href}");
}
