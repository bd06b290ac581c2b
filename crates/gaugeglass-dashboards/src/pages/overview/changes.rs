//! What changed against the period before, the largest change first, and only what chance does not explain.

use askama::Template;

use crate::figure::ask::{Answers, Question};
use crate::figure::reading::{Reading, is_within_chance};
use crate::figure::tile::headline;
use crate::format::number::{change, figure};
use crate::format::sentence::movement;

/// A change without an interval must be at least this share of the value to be told.
const WITHOUT_INTERVAL: f64 = 0.05;
/// More lines than this are not read.
const LINES_MAX: usize = 6;

/// The list of changes.
#[derive(Template)]
#[template(path = "changes.html")]
pub struct Changes<'a> {
    /// Those told, largest first.
    pub told: Vec<&'a Moved>,
    /// How many moved no more than chance allows.
    pub quiet: usize,
}

/// One metric's change.
pub struct Moved {
    /// The metric's title.
    pub title: String,
    /// Its page.
    pub href: String,
    /// `rose`, `fell`.
    pub verb: &'static str,
    /// By how much.
    pub change: String,
    /// To what.
    pub value: String,
    /// `better`, `worse`, `up` or `down`.
    pub movement: &'static str,
    size: f64,
    is_clear: bool,
}

impl Moved {
    /// The change of one metric, if both periods are known.
    pub fn of(question: &Question, answers: &Answers) -> Option<Moved> {
        let metric = &question.metric;
        let (now, before) = (headline(answers.total.as_ref().ok())?, headline(answers.total_before.as_ref())?);
        let (value, was) = (now.headline()?, before.headline()?);
        let size = if was == 0.0 { 0.0 } else { ((value - was) / was).abs() };
        Some(Moved {
            title: metric.title.clone(),
            href: question.view.link(&format!("/m/{}", metric.name)),
            verb: if value >= was { "rose" } else { "fell" },
            change: change(Some(value), Some(was), metric.unit)?.trim_start_matches(['+', '−']).to_owned(),
            value: figure(Some(value), metric.unit),
            movement: movement(Some(value), Some(was), metric.direction)?,
            size,
            is_clear: is_clear(&now, &before, size),
        })
    }
}

/// A change is clear beyond what the intervals allow; without intervals only a large one counts.
fn is_clear(now: &Reading, before: &Reading, size: f64) -> bool {
    is_within_chance(now, before).map_or(size >= WITHOUT_INTERVAL, |is_within| !is_within)
}

impl Changes<'_> {
    /// Chooses what to tell. A metric shown twice is told once.
    pub fn of(moved: &[Moved]) -> Changes<'_> {
        let mut seen = std::collections::BTreeSet::new();
        let all: Vec<&Moved> = moved.iter().filter(|moved| seen.insert(&moved.title)).collect();
        let (mut told, quiet): (Vec<&Moved>, Vec<&Moved>) = all.into_iter().partition(|moved| moved.is_clear);
        told.sort_by(|a, b| b.size.total_cmp(&a.size));
        told.truncate(LINES_MAX);
        Changes { told, quiet: quiet.len() }
    }
}
