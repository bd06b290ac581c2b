//! A tile: one number, where it stands and where it is going.

use askama::Template;

use super::ask::{Answers, Question};
use super::chart::Course;
use super::reading::{Reading, movement_word, readings};
use super::state::{self, Badge, Notice};
use crate::charts::sparkline::Sparkline;
use crate::format::number::{UNKNOWN, change, count, figure, interval, tick};
use crate::format::sentence::Verdict;
use crate::format::time;

/// A number with a sparkline.
#[derive(Debug, Clone, Template)]
#[template(path = "tile.html")]
pub struct Tile {
    /// What people call it.
    pub title: String,
    /// The question it answers.
    pub question: String,
    /// Its page.
    pub href: String,
    /// The headline.
    pub value: String,
    /// Its interval.
    pub interval: Option<String>,
    /// Rows behind it.
    pub n: String,
    /// The target, if declared.
    pub target: Option<String>,
    /// `On target`, `Above target`, `Below target`, `Not judged` or nothing.
    pub verdict: Verdict,
    /// Change against the period before.
    pub change: Option<String>,
    /// `better`, `worse`, `up`, `down`, `unchanged` or `within chance`.
    pub movement: &'static str,
    /// An arrow, up or down; two lines where nothing changed.
    pub arrow: &'static str,
    /// The sparkline.
    pub spark: Option<String>,
    /// Words beside it.
    pub badges: Vec<Badge>,
    /// Instead of a number.
    pub notice: Option<Notice>,
}

impl Tile {
    /// The tile of one question.
    pub fn of(question: &Question, answers: &Answers) -> Tile {
        let metric = &question.metric;
        let notice = state::notice_of(question, answers);
        let (now, before) = (headline(answers.total.as_ref().ok()), headline(answers.total_before.as_ref()));
        let value = now.as_ref().and_then(Reading::headline);
        let was = before.as_ref().and_then(Reading::headline);
        Tile {
            title: metric.title.clone(),
            question: metric.question.clone(),
            href: question.view.link(&format!("/m/{}", metric.name)),
            value: if notice.is_some() { UNKNOWN.into() } else { figure(value, metric.unit) },
            interval: now.as_ref().and_then(|now| interval(now.lo, now.hi, metric.unit)),
            n: now.as_ref().and_then(|now| now.n).map_or(UNKNOWN.into(), count),
            target: metric.target.map(|target| tick(target, metric.unit)),
            verdict: verdict(question, answers),
            change: change(value, was, metric.unit),
            movement: now.as_ref().zip(before.as_ref()).map_or("", |(now, before)| movement_word(now, before, metric.direction)),
            arrow: arrow(value, was),
            spark: if notice.is_some() { None } else { spark(question, answers) },
            badges: now.map(|now| state::badges(question, answers, &now)).unwrap_or_default(),
            notice,
        }
    }
}

/// Where a figure stands against its target.
pub fn verdict(question: &Question, answers: &Answers) -> Verdict {
    let value = headline(answers.total.as_ref().ok()).and_then(|row| row.headline());
    match state::notice_of(question, answers) {
        Some(_) => Verdict::None,
        None if state::is_partial(answers) => Verdict::NotJudged,
        None => Verdict::of(value, question.metric.target, question.metric.direction),
    }
}

/// The row of a total.
pub fn headline(answer: Option<&gaugeglass_engine::MetricAnswer>) -> Option<Reading> {
    readings(answer?, &[]).ok()?.pop()
}

fn arrow(now: Option<f64>, before: Option<f64>) -> &'static str {
    match now.zip(before) {
        Some((now, before)) if now > before => "▲",
        Some((now, before)) if now < before => "▼",
        Some(_) => "=",
        None => "",
    }
}

fn spark(question: &Question, answers: &Answers) -> Option<String> {
    let rows = readings(answers.series.as_ref()?.as_ref().ok()?, &[]).ok()?;
    let before = answers.series_before.as_ref().and_then(|answer| readings(answer, &[]).ok()).unwrap_or_default();
    let buckets = time::buckets(question.range.from, question.range.to, question.grain(), question.zone)?;
    let course = Course { question, rows: &rows, before: &before, buckets: &buckets };
    let (line, previous) = (course.line(), course.previous());
    let sparkline = Sparkline { series: &line, previous: previous.as_ref(), target: question.metric.target, time: course.time() };
    sparkline.draw().ok().flatten()
}
