//! Figures made of rows, by kind. Each says the same three times: in a sentence, in a picture, and in the table behind it.

mod cohort;
mod datum;
mod funnel;
mod heatmap;
mod interval;
mod survival;
mod waterfall;

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use gaugeglass_metrics::Unit;

pub use datum::{Datum, of_batches, of_course, of_slices};

use super::picture::{Chart, Label, Legend};
use crate::charts::cells::Band;
use crate::charts::{DrawError, Kind};
use crate::format::number::{count, figure, interval, tick};

/// More rows than this are left to the table.
const ROWS_MAX: usize = 40;

/// What is to be shown.
pub struct Plot<'a> {
    /// How.
    pub kind: Kind,
    /// The rows, in the order in which they are shown.
    pub data: &'a [Datum],
    /// The columns of a heat map, where some of them may have no row.
    pub columns: Option<Vec<String>>,
    /// The unit of the values.
    pub unit: Unit,
    /// The declared target.
    pub target: Option<f64>,
    /// What the horizontal side is called.
    pub x: String,
    /// The unit of the horizontal side, where it is a number.
    pub x_unit: Unit,
    /// What `n` counts.
    pub n: String,
}

/// A sentence, and the picture where there is anything to draw.
#[derive(Debug)]
pub struct Plotted {
    /// What the picture shows, in words.
    pub say: String,
    /// The picture.
    pub chart: Option<Chart>,
}

/// The rows cannot be shown so.
#[derive(Debug, thiserror::Error)]
pub enum PlotError {
    /// Two rows would lie over each other.
    #[error("two rows fall on {0}; say with `where` which of them is meant")]
    Twice(String),
    /// The writer failed.
    #[error(transparent)]
    Draw(#[from] DrawError),
}

impl Plot<'_> {
    /// Says and draws.
    pub fn plotted(&self) -> Result<Plotted, PlotError> {
        match self.kind {
            Kind::Interval => interval::plot(self),
            Kind::Funnel => funnel::plot(self),
            Kind::Waterfall => waterfall::plot(self),
            Kind::HeatMap => heatmap::plot(self),
            Kind::Survival => survival::plot(self),
            Kind::Cohort => cohort::plot(self),
        }
    }

    /// A value in its unit.
    fn value(&self, value: f64) -> String {
        figure(Some(value), self.unit)
    }

    /// A value with its interval.
    fn told(&self, datum: &Datum) -> String {
        let ends = datum.band.and_then(|(lo, hi)| interval(Some(lo), Some(hi), self.unit));
        format!("{}{}", figure(datum.value, self.unit), ends.map(|ends| format!(" ({ends})")).unwrap_or_default())
    }

    /// The words of one value.
    fn label(&self, name: &str, datum: &Datum) -> Label {
        let rows = datum.n.map(|n| format!(", {} {}", self.n, count(n))).unwrap_or_default();
        let maturity = if datum.provisional { ", may still change" } else { "" };
        Label { text: format!("{name}: {}{rows}{maturity}", self.told(datum)), href: datum.href.clone() }
    }

    /// How many rows have no value, in words.
    fn unknown(&self, what: (&str, &str)) -> Option<String> {
        let missing = self.data.iter().filter(|datum| datum.finite().is_none()).count();
        missing_words(missing, self.data.len(), what)
    }

    /// The legend of steps of colour.
    fn steps(&self, bands: &[Band]) -> Vec<Legend> {
        let entry = |band: &Band| {
            Legend::new(format!("h{}", band.step + 1), format!("{} to {}", tick(band.from, self.unit), tick(band.to, self.unit)))
        };
        bands.iter().map(entry).collect()
    }
}

/// So many of so many have no value; none says nothing.
fn missing_words(missing: usize, all: usize, (one, many): (&str, &str)) -> Option<String> {
    let (verb, rest) = if missing == 1 { ("has", "it is") } else { ("have", "they are") };
    match missing {
        0 => None,
        _ if missing == all => Some(format!("No {one} has a value")),
        _ => Some(format!("{} of {} {many} {verb} no value; {rest} not counted as zero", count(missing as i64), count(all as i64))),
    }
}

/// Joins statements into sentences.
fn sentences(parts: impl IntoIterator<Item = String>) -> String {
    let mut text = parts.into_iter().collect::<Vec<_>>().join(". ");
    text.push('.');
    text
}

/// Different names in the order in which they come, each with its place.
fn order<'d>(names: impl Iterator<Item = &'d str>) -> (Vec<&'d str>, BTreeMap<&'d str, usize>) {
    let (mut list, mut places) = (Vec::new(), BTreeMap::new());
    for name in names {
        places.entry(name).or_insert_with(|| {
            list.push(name);
            list.len() - 1
        });
    }
    (list, places)
}

/// The legend's word about rows without a value.
fn gap_entry(data: &[Datum]) -> Option<Legend> {
    data.iter().any(|datum| datum.finite().is_none()).then(|| Legend::new("gap", "No value"))
}

/// The note on what the picture leaves out.
fn left_out(shown: usize, all: usize, what: &str) -> Option<String> {
    (shown < all).then(|| format!("The chart shows the first {shown} of {all} {what}; the table has all."))
}
