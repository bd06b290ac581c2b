//! How many are left at each step.

use gaugeglass_metrics::Unit;

use super::{Datum, Plot, PlotError, Plotted, ROWS_MAX, gap_entry, left_out, sentences};
use crate::charts::funnel::{FunnelChart, Step};
use crate::figure::picture::{Chart, Label};
use crate::format::number::figure;

/// Says and draws.
pub fn plot(plot: &Plot) -> Result<Plotted, PlotError> {
    let first = plot.data.first().and_then(Datum::finite);
    let shown: Vec<&Datum> = plot.data.iter().take(ROWS_MAX).collect();
    let step = |datum: &&Datum| Step { name: datum.x.clone(), count: datum.value, text: of_first(plot, datum.value, first) };
    let steps: Vec<Step> = shown.iter().map(step).collect();
    let labels: Vec<Label> = shown.iter().map(|datum| plot.label(&datum.x, datum)).collect();
    let drawn = Chart::drawn(|form| FunnelChart { steps: &steps }.draw(form), &labels)?;
    let notes = left_out(shown.len(), plot.data.len(), "steps").into_iter().collect();
    let legend = gap_entry(plot.data).into_iter().collect();
    Ok(Plotted { say: say(plot, first), chart: drawn.map(|chart| Chart { legend, notes, ..chart }) })
}

/// A count, and its share of the first one.
fn of_first(plot: &Plot, count: Option<f64>, first: Option<f64>) -> String {
    let share = count.zip(first).filter(|(_, first)| *first > 0.0).map(|(count, first)| figure(Some(count / first), Unit::Ratio));
    format!("{}{}", figure(count, plot.unit), share.map(|share| format!(" ({share})")).unwrap_or_default())
}

fn say(plot: &Plot, first: Option<f64>) -> String {
    let last = plot.data.iter().rev().find(|datum| datum.finite().is_some());
    let left = last.map(|last| format!("{}: {} of {}", last.x, of_first(plot, last.value, first), figure(first, plot.unit)));
    let losses = plot.data.windows(2).filter_map(|pair| match pair {
        [before, after] => Some((before.finite()? - after.finite()?, before, after)),
        _ => None,
    });
    let worst = losses.filter(|(lost, ..)| *lost > 0.0).max_by(|a, b| a.0.total_cmp(&b.0));
    let worst = worst.map(|(lost, before, after)| format!("Most are lost between {} and {}: {}", before.x, after.x, plot.value(lost)));
    sentences(left.into_iter().chain(worst).chain(plot.unknown(("step", "steps"))))
}
