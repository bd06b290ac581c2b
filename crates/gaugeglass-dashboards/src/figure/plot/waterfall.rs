//! The parts of a whole, one after another.

use gaugeglass_metrics::Unit;

use super::{Datum, Plot, PlotError, Plotted, gap_entry, sentences};
use crate::charts::waterfall::{Part, WaterfallChart};
use crate::figure::picture::{Chart, Label};
use crate::format::number::{count, figure, tick};

/// Says and draws. Every part is drawn: without one of them the others would not add up.
pub fn plot(plot: &Plot) -> Result<Plotted, PlotError> {
    let whole: f64 = plot.data.iter().filter_map(Datum::finite).sum();
    let part = |datum: &Datum| Part { name: datum.x.clone(), size: datum.value, text: of_whole(plot, datum.value, whole) };
    let parts: Vec<Part> = plot.data.iter().map(part).collect();
    let labels: Vec<Label> = plot.data.iter().map(|datum| plot.label(&datum.x, datum)).collect();
    let chart = WaterfallChart { parts: &parts, label: &|value| tick(value, plot.unit) };
    let drawn = Chart::drawn(|form| chart.draw(form), &labels)?;
    let legend = gap_entry(plot.data).into_iter().collect();
    Ok(Plotted { say: say(plot, whole), chart: drawn.map(|chart| Chart { legend, ..chart }) })
}

/// A part, and its share of the whole where it is no share itself.
fn of_whole(plot: &Plot, size: Option<f64>, whole: f64) -> String {
    let is_share = plot.unit == Unit::Ratio;
    let share = size.filter(|_| whole > 0.0 && !is_share).map(|size| format!(" ({})", figure(Some(size / whole), Unit::Ratio)));
    format!("{}{}", figure(size, plot.unit), share.unwrap_or_default())
}

fn say(plot: &Plot, whole: f64) -> String {
    let known: Vec<(f64, &Datum)> = plot.data.iter().filter_map(|datum| Some((datum.finite()?, datum))).collect();
    let sum = (!known.is_empty()).then(|| format!("{} parts add up to {}", count(known.len() as i64), plot.value(whole)));
    let largest = known.iter().filter(|(size, _)| *size > 0.0).max_by(|a, b| a.0.total_cmp(&b.0));
    let largest = largest.map(|(size, datum)| format!("The largest is {}: {}", datum.x, of_whole(plot, Some(*size), whole)));
    sentences(sum.into_iter().chain(largest).chain(plot.unknown(("part", "parts"))))
}
