//! Figures from hand-made answers: each state has its own words, and nothing unknown is drawn or counted.
#![allow(clippy::unwrap_used)]

use std::sync::Arc;

use askama::Template;
use chrono::{DateTime, Utc};
use gaugeglass_engine::{Error, MetricAnswer};
use gaugeglass_metrics::{Metric, Registry};

use super::ask::{Answers, Empty, Question};
use super::panel::{Body, Figure};
use super::sample::{self, answers};
use super::tile::Tile;
use crate::charts::Kind;
use crate::url::View;

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn metric() -> Arc<Metric> {
    Arc::clone(Registry::embedded().metric("conversion_rate").unwrap())
}

/// Four days, as seen from the fifth.
fn question() -> Question {
    Question { view: View::default(), ..sample::question(&metric()) }
}

/// One row for each (day, value, n, maturity).
fn answer(rows: &[(u32, Option<f64>, i64, &str)]) -> MetricAnswer {
    let rows: Vec<sample::Row> = rows.iter().map(|(day, value, n, maturity)| (*day, "", *value, *n, *maturity)).collect();
    sample::answer(&metric(), None, &rows).unwrap()
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
        (empty(Empty::Unsettled(0.12)), "Nothing is settled yet"),
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
fn what_waits_says_how_long_and_where_settled_rows_are() {
    let unsettled = Answers { empty: Some(Empty::Unsettled(0.12)), ..total(None, 0) };
    let notice = figure(&unsettled).notice.unwrap();
    assert!(notice.body.contains("known 7 days after the fact"), "{}", notice.body);
    assert!(notice.body.contains("So far: 12.0\u{202f}%"), "{}", notice.body);
    // Four days, seen from 5 May: the latest settled ones are 24 to 27 April.
    let link = &notice.actions[0].href;
    assert!(link.contains("from=2026-04-24") && link.contains("to=2026-04-28"), "{link}");
}

#[test]
fn a_wait_that_each_row_has_for_itself_is_not_told_as_one() {
    let metric = Arc::clone(Registry::embedded().metric("experiment_lift").unwrap());
    let open = sample::answer(&metric, None, &[(1, "", None, 0, "provisional")]).unwrap();
    let unsettled = Answers { empty: Some(Empty::Unsettled(0.12)), ..answers(Ok(open)) };
    let figure = Figure::of(&sample::question(&metric), &unsettled, "f", Body::Course);
    let notice = figure.notice.unwrap();
    assert!(notice.body.contains("known once its wait is over") && notice.actions.is_empty(), "{notice:?}");
    assert_eq!(figure.badges[0].why, "This value may still change.");
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
    let none = answers(Ok(answer(&[(1, None, 0, "provisional")])));
    let words: Vec<String> = figure(&none).badges.into_iter().map(|badge| badge.word).collect();
    assert_eq!(words, ["Provisional"]);
    let late = answers(Ok(MetricAnswer { watermark: Some(at("2026-05-03T12:00:00Z")), ..answer(&[(1, Some(0.1), 500, "final")]) }));
    assert_eq!(figure(&late).badges[0].word, "Late");
}

#[test]
fn what_does_not_see_all_is_not_held_against_its_target() {
    let metric = Arc::clone(Registry::embedded().metric("decision_latency").unwrap());
    let question = sample::question(&metric);
    let total = || sample::answer(&metric, None, &[(1, "", Some(400.0), 900, "final")]).unwrap();
    let hole = "the mapping of logs.decisions leaves out 60 of 1000 rows".to_owned();
    let partial = MetricAnswer { holes: vec![hole.clone()], ..total() };
    for (answers, word) in [(answers(Ok(total())), "On target"), (answers(Ok(partial)), "Not judged")] {
        let tile = Tile::of(&question, &answers);
        assert_eq!((tile.verdict.word(), tile.badges.iter().any(|badge| badge.why.contains(&hole))), (word, word == "Not judged"));
        assert!(tile.render().unwrap().contains(word));
    }
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

#[test]
fn a_plot_of_slices_says_draws_and_tables_the_same_rows() {
    let rows = [(1, "DE", Some(0.10), 900, "final"), (1, "FR", Some(0.20), 400, "final"), (1, "US", None, 0, "final")];
    let slices = sample::answer(&metric(), Some("market"), &rows).unwrap();
    let answers = Answers { slices: Some(Ok(slices)), ..total(Some(0.13), 1300) };
    let figure = Figure::of(&question(), &answers, "f", Body::Plot(Kind::Interval, "market"));
    assert_eq!(
        figure.say.replace('\u{202f}', ""),
        "Highest: FR 20.0% (19.0–21.0%). Lowest: DE 10.0% (9.0–11.0%). 1 of 3 rows has no value; it is not counted as zero."
    );
    let chart = figure.chart.as_ref().unwrap();
    let labels: Vec<&str> = chart.pictures[0].hits.iter().map(|hit| hit.label.split(':').next().unwrap()).collect();
    assert_eq!(labels, ["DE", "FR", "US"]);
    assert!(chart.pictures[0].hits[0].href.as_deref().unwrap().contains("f.market=DE"));
    assert_eq!(figure.table.as_ref().unwrap().rows.len(), 3);
    let arrow = figure.downloads.iter().find(|link| link.text == "Arrow").unwrap();
    assert!(arrow.href.ends_with("/m/conversion_rate.arrow?grain=total&by=market"), "{}", arrow.href);
    let html = figure.render().unwrap();
    assert!(html.contains("role=\"img\"><title>Conversion rate</title><desc>Highest: FR"), "{html}");
}

#[test]
fn a_heat_map_of_a_metric_has_a_column_for_every_bucket() {
    let mut question = question();
    question.view.by = vec!["market".into()];
    let rows = [(1, "DE", Some(0.1), 100, "final"), (4, "DE", Some(0.4), 100, "provisional")];
    let series = sample::answer(&metric(), Some("market"), &rows).unwrap();
    let answers = Answers { series: Some(Ok(series)), ..total(Some(0.2), 200) };
    let figure = Figure::of(&question, &answers, "f", Body::Plot(Kind::HeatMap, "market"));
    let hits: Vec<&str> = figure.chart.as_ref().unwrap().pictures[0].hits.iter().map(|hit| hit.label.as_str()).collect();
    assert_eq!(hits.len(), 4);
    assert_eq!(hits[1], "DE, 2 May 2026: no data");
    assert!(hits[3].contains("may still change"), "{hits:?}");
    assert!(figure.say.contains("2 of 4 cells have no value; they are not counted as zero"), "{}", figure.say);
}
