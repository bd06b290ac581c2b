//! The states of a figure: what there is, what is missing, and what went wrong.

use std::sync::Arc;

use chrono::TimeDelta;
use gaugeglass_engine::{Error, MetricAnswer};
use gaugeglass_metrics::Metric;

use super::Pattern;
use crate::figure::ask::{Answers, Empty, Question};
use crate::figure::panel::{Body, Figure};
use crate::figure::sample::{Row, answer, answers, day, question};
use crate::figure::tile::Tile;
use crate::pages::overview::draw::{broken, late, notice, text};

/// A state with its answers, or a notice in place of any.
pub enum State {
    /// Something was answered.
    Answered(&'static str, Box<Question>, Box<Answers>),
    /// Nothing was.
    Noted(&'static str, String),
}

/// Every state there is.
pub fn all(metric: &Arc<Metric>) -> Vec<State> {
    let state = |name: &'static str, answers: Answers| State::Answered(name, Box::new(question(metric)), Box::new(answers));
    let mut states: Vec<State> = known(metric).into_iter().map(|(name, answers)| state(name, answers)).collect();
    states.extend(unknown(metric).into_iter().map(|(name, answers)| state(name, answers)));
    states.extend(failures().into_iter().map(|(name, error)| state(name, answers(Err(error)))));
    states.push(State::Noted("Still computing", notice("A figure", late())));
    states.push(State::Noted("A file is wrong", notice("A panel", broken("dashboards/mine.yaml:4:18: no metric named `aow`".into()))));
    states
}

/// The tile of a state.
pub fn tile(state: &State) -> Pattern {
    match state {
        State::Answered(name, question, answers) => Pattern { name: (*name).into(), html: text(&Tile::of(question, answers)) },
        State::Noted(name, html) => Pattern { name: (*name).into(), html: html.clone() },
    }
}

/// The figure of a state.
pub fn figure(state: &State, index: usize) -> Pattern {
    match state {
        State::Answered(name, question, answers) => {
            let figure = Figure::of(question, answers, &format!("state-{index}"), Body::Course);
            Pattern { name: (*name).into(), html: text(&figure) }
        }
        State::Noted(name, html) => Pattern { name: (*name).into(), html: html.clone() },
    }
}

fn total(metric: &Arc<Metric>, rows: &[Row]) -> Result<MetricAnswer, Error> {
    answer(metric, None, rows).map_err(|cause| Error::Invalid(cause.to_string()))
}

/// A total of one value over so many rows, with the course behind it.
fn with_course(metric: &Arc<Metric>, value: f64, n: i64, course: &[Row]) -> Answers {
    let before = total(metric, &[(1, "", Some(value * 0.9), n, "final")]).ok();
    let series = Some(total(metric, course));
    Answers { series, total_before: before, ..answers(total(metric, &[(1, "", Some(value), n, "final")])) }
}

/// States in which there is a value.
fn known(metric: &Arc<Metric>) -> Vec<(&'static str, Answers)> {
    let course =
        |values: [Option<f64>; 4]| -> Vec<Row> { values.into_iter().zip(1..).map(|(value, day)| (day, "", value, 900, "final")).collect() };
    let whole = course([Some(0.11), Some(0.14), Some(0.12), Some(0.15)]);
    let open: [Row; 2] = [(1, "", Some(0.11), 900, "final"), (2, "", Some(0.12), 900, "provisional")];
    let provisional = Answers { series: Some(total(metric, &open)), ..answers(total(metric, &[(1, "", Some(0.12), 1800, "provisional")])) };
    let behind = |hours: i64| {
        let lagging = total(metric, &[(1, "", Some(0.13), 3600, "final")]);
        answers(lagging.map(|answer| MetricAnswer { watermark: Some(day(5) - TimeDelta::hours(hours)), ..answer }))
    };
    let hole = || vec!["the mapping of logs.orders leaves out 120 of 1000 rows".to_owned()];
    let partial = total(metric, &[(1, "", Some(0.13), 3600, "final")]).map(|answer| MetricAnswer { holes: hole(), ..answer });
    vec![
        ("A value", with_course(metric, 0.13, 3600, &whole)),
        ("A day without a value", with_course(metric, 0.13, 2700, &course([Some(0.11), None, Some(0.12), Some(0.15)]))),
        ("The same every day", with_course(metric, 0.12, 3600, &course([Some(0.12); 4]))),
        ("A true zero", with_course(metric, 0.0, 3600, &course([Some(0.0); 4]))),
        ("Provisional", provisional),
        ("Too early to say", with_course(metric, 0.2, 12, &whole)),
        ("Late", behind(30)),
        ("Stale", behind(100)),
        ("Partly seen", answers(partial)),
    ]
}

/// States in which there is none.
fn unknown(metric: &Arc<Metric>) -> Vec<(&'static str, Answers)> {
    let before = day(1) - TimeDelta::days(60);
    let none = || answers(total(metric, &[(1, "", None, 0, "final")]));
    let missing = total(metric, &[(1, "", None, 0, "final")]).map(|answer| MetricAnswer { missing: vec!["orders".into()], ..answer });
    vec![
        ("A log is missing", answers(missing)),
        ("Never had a row", Answers { empty: Some(Empty::Young), ..none() }),
        ("Nothing is settled", Answers { empty: Some(Empty::Unsettled(0.12)), ..none() }),
        ("Nothing matches the filters", Answers { empty: Some(Empty::Filters(1204)), ..none() }),
        ("Nothing in the period", Answers { empty: Some(Empty::Range(before, before)), ..none() }),
        ("Withheld", answers(total(metric, &[(1, "", None, 50, "final")]))),
    ]
}

fn failures() -> Vec<(&'static str, Error)> {
    let limit = |is_time: bool| Error::OverLimit { limit: "30 s of wall time".into(), remedy: "Ask for a shorter range.".into(), is_time };
    vec![
        ("Failed", Error::Internal { reference: "7f3a".into() }),
        ("Too slow", limit(true)),
        ("Over a limit", limit(false)),
        ("Denied", Error::Denied("It needs the role `finance`.".into())),
        ("Busy", Error::Busy("Eight questions run already; ask again in a moment.".into())),
        ("Not to be answered", Error::Invalid("The range ends before it begins.".into())),
    ]
}
