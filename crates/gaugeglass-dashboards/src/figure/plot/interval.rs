//! Dots with whiskers, by slice or arm.

use super::{Datum, Plot, PlotError, Plotted, ROWS_MAX, gap_entry, left_out, order, sentences};
use crate::charts::interval::{Dot, IntervalChart};
use crate::figure::picture::{Chart, Label, Legend};
use crate::format::number::{count, figure, tick};

/// Says and draws.
pub fn plot(plot: &Plot) -> Result<Plotted, PlotError> {
    let (series, places) = order(plot.data.iter().map(|datum| datum.series.as_str()));
    let shown: Vec<&Datum> = plot.data.iter().take(ROWS_MAX).collect();
    let name = |datum: &Datum| if series.len() > 1 { format!("{} · {}", datum.x, datum.series) } else { datum.x.clone() };
    let dot = |datum: &&Datum| Dot {
        name: name(datum),
        series: places.get(datum.series.as_str()).copied().unwrap_or(0),
        value: datum.value,
        band: datum.band,
        text: figure(datum.value, plot.unit),
    };
    let dots: Vec<Dot> = shown.iter().map(dot).collect();
    let labels: Vec<Label> = shown.iter().map(|datum| plot.label(&name(datum), datum)).collect();
    let chart = IntervalChart { dots: &dots, target: plot.target, label: &|value| tick(value, plot.unit) };
    let drawn = Chart::drawn(|form| chart.draw(form), &labels)?;
    let notes = left_out(shown.len(), plot.data.len(), "rows").into_iter().collect();
    Ok(Plotted { say: say(plot, name), chart: drawn.map(|chart| Chart { legend: legend(plot, &series), notes, ..chart }) })
}

fn legend(plot: &Plot, series: &[&str]) -> Vec<Legend> {
    let mut legend: Vec<Legend> = Vec::new();
    if series.len() > 1 {
        // The shapes begin anew where there are more series than shapes; the rows carry the names too.
        legend.extend(series.iter().enumerate().map(|(index, name)| Legend::new(format!("m{}", index % 6 + 1), *name)));
    }
    legend.extend(plot.data.iter().any(|datum| datum.band.is_some()).then(|| Legend::new("whisker", "95 % interval")));
    legend.extend(plot.target.map(|target| Legend::new("target", format!("Target {}", tick(target, plot.unit)))));
    legend.extend(gap_entry(plot.data));
    legend
}

fn say(plot: &Plot, name: impl Fn(&Datum) -> String) -> String {
    let told = |datum: &Datum| format!("{} {}", name(datum), plot.told(datum));
    let mut known: Vec<(f64, &Datum)> = plot.data.iter().filter_map(|datum| Some((datum.finite()?, datum))).collect();
    known.sort_by(|a, b| a.0.total_cmp(&b.0));
    let extremes = match known.as_slice() {
        [] => None,
        [(_, only)] => Some(told(only)),
        [(low, _), .., (high, _)] if low == high => Some(format!("All {} are {}", count(known.len() as i64), plot.value(*low))),
        [(_, low), .., (_, high)] => Some(format!("Highest: {}. Lowest: {}", told(high), told(low))),
    };
    sentences(extremes.into_iter().chain(against_zero(plot)).chain(plot.unknown(("row", "rows"))))
}

/// Where the intervals lie, if zero is among what they could hold: then the question is whether there is any difference.
fn against_zero(plot: &Plot) -> Option<String> {
    let bands: Vec<(f64, f64)> = plot.data.iter().filter_map(|datum| datum.band).collect();
    if !bands.iter().any(|(lo, _)| *lo < 0.0) {
        return None;
    }
    let above = bands.iter().filter(|(lo, _)| *lo > 0.0).count();
    let below = bands.iter().filter(|(_, hi)| *hi < 0.0).count();
    let across = bands.len() - above - below;
    Some(format!("Of {} intervals {above} lie above zero, {below} below, {across} hold it", bands.len()))
}
