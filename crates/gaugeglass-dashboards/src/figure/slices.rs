//! A metric by the values of one dimension: a row each, with a bar on a shared scale.

use std::collections::BTreeMap;

use askama::Template;

use super::ask::{Answers, Question};
use super::reading::{Reading, movement_word, readings};
use super::state::{Notice, failed};
use super::table::words;
use crate::charts::bar::{Bar, scale};
use crate::format::number::{UNKNOWN, change, count, figure, interval};
use crate::format::value;

/// More values than this and the rest stay in the download.
const ROWS_MAX: usize = 25;
/// Characters of a value that an address holds: each may take twelve there, and servers take some tens of thousands.
const ADDRESS_MAX: usize = 1000;

/// The breakdown of a metric.
#[derive(Debug, Clone, Template)]
#[template(path = "slices.html")]
pub struct Slices {
    /// The dimension.
    pub dimension: String,
    /// The table's caption.
    pub caption: String,
    /// Whether the period before is shown.
    pub is_compared: bool,
    /// One per value, largest first.
    pub rows: Vec<Row>,
    /// All values.
    pub total: usize,
    /// Instead of rows.
    pub notice: Option<Notice>,
}

/// One value of the dimension.
#[derive(Debug, Clone)]
pub struct Row {
    /// The value, cut where it is long.
    pub name: String,
    /// More of the value, where it was cut.
    pub more: Option<String>,
    /// The page filtered to it, where an address can hold the value.
    pub href: Option<String>,
    /// The measure.
    pub value: String,
    /// Its interval.
    pub interval: String,
    /// Its bar.
    pub bar: String,
    /// Rows behind it.
    pub n: String,
    /// Change against the period before.
    pub change: String,
    /// `better`, `worse`, …
    pub movement: &'static str,
}

impl Slices {
    /// The breakdown by `dimension`.
    pub fn of(question: &Question, answers: &Answers, dimension: &str) -> Option<Slices> {
        let by = [dimension.to_owned()];
        let answer = match answers.slices.as_ref()? {
            Err(error) => return Some(Slices::empty(question, dimension, Some(failed(error)))),
            Ok(answer) => answer,
        };
        let mut rows = readings(answer, &by).ok()?;
        rows.sort_by_key(|row| std::cmp::Reverse(row.n));
        let before: BTreeMap<String, Reading> = answers
            .slices_before
            .iter()
            .flat_map(|answer| readings(answer, &by))
            .flatten()
            .map(|row| (row.dimensions.concat(), row))
            .collect();
        let scale = scale(&rows.iter().map(bar).collect::<Vec<_>>());
        let total = rows.len();
        let rows =
            rows.into_iter().take(ROWS_MAX).map(|row| Row::of(question, dimension, &row, before.get(&row.dimensions.concat()), &scale));
        Some(Slices { is_compared: !before.is_empty(), rows: rows.collect(), total, ..Slices::empty(question, dimension, None) })
    }

    fn empty(question: &Question, dimension: &str, notice: Option<Notice>) -> Slices {
        let caption = format!("{} by {}, most rows first", question.metric.title, words(dimension).to_lowercase());
        Slices { dimension: words(dimension), caption, is_compared: false, rows: Vec::new(), total: 0, notice }
    }
}

/// The page of a metric for one value of a dimension; none where the value is longer than an address should be.
pub fn filtered(question: &Question, dimension: &str, value: &str) -> Option<String> {
    if value.chars().nth(ADDRESS_MAX).is_some() {
        return None;
    }
    let mut view = question.view.clone();
    view.by.retain(|by| by != dimension);
    view.filters.retain(|(by, _)| by != dimension);
    view.filters.push((dimension.to_owned(), value.to_owned()));
    Some(view.link(&format!("/m/{}", question.metric.name)))
}

fn bar(row: &Reading) -> Bar {
    Bar { value: row.headline(), band: row.band() }
}

impl Row {
    fn of(question: &Question, dimension: &str, row: &Reading, before: Option<&Reading>, scale: &std::ops::Range<f64>) -> Row {
        let metric = &question.metric;
        let slice = row.dimensions.concat();
        Row {
            name: value::name(&slice),
            more: value::is_cut(&slice).then(|| value::cell(&slice)),
            href: filtered(question, dimension, &slice),
            value: figure(row.headline(), metric.unit),
            interval: interval(row.lo, row.hi, metric.unit).unwrap_or_default(),
            // A bar that cannot be drawn is left out; the numbers beside it stand.
            bar: bar(row).draw(scale).unwrap_or_default(),
            n: row.n.map_or(UNKNOWN.into(), count),
            change: change(row.headline(), before.and_then(Reading::headline), metric.unit).unwrap_or(UNKNOWN.into()),
            movement: before.map_or("", |before| movement_word(row, before, metric.direction)),
        }
    }
}
