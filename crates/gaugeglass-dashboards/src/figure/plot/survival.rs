//! Step curves over the time since something began.

use std::collections::BTreeSet;

use gaugeglass_metrics::Unit;

use super::{Datum, Plot, PlotError, Plotted, gap_entry, left_out, order, sentences};
use crate::charts::palette::SERIES_MAX;
use crate::charts::steps::{Curve, Step};
use crate::charts::survival::SurvivalChart;
use crate::figure::picture::{Chart, Label, Legend};
use crate::format::number::{count, tick};

/// More curves than this make no sentence.
const TOLD_MAX: usize = 3;

/// The rows of one curve, with its name.
type Own<'d> = (&'d str, Vec<&'d Datum>);

/// Says and draws.
pub fn plot(plot: &Plot) -> Result<Plotted, PlotError> {
    let (names, _) = order(plot.data.iter().map(|datum| datum.series.as_str()));
    let series: Vec<Own> = names.iter().map(|name| in_time(plot, name).map(|data| (*name, data))).collect::<Result<_, _>>()?;
    let curves: Vec<Curve> = series.iter().take(SERIES_MAX).map(curve).collect();
    let chart = SurvivalChart {
        curves: &curves,
        label_time: &|at| tick(at, plot.x_unit),
        label: &|value| tick(value, plot.unit),
        at_risk: &plot.n,
    };
    let labels: Vec<Label> = chart.times().into_iter().map(|at| label(plot, &series, at)).collect();
    let drawn = Chart::drawn(|form| chart.draw(form), &labels)?;
    let notes = left_out(curves.len(), series.len(), "curves").into_iter().collect();
    let legend = legend(plot, &curves);
    Ok(Plotted { say: say(plot, &series), chart: drawn.map(|chart| Chart { legend, notes, ..chart }) })
}

/// The rows of one curve in order of time; each time once.
fn in_time<'d>(plot: &Plot<'d>, name: &str) -> Result<Vec<&'d Datum>, PlotError> {
    let data: &'d [Datum] = plot.data;
    let mut own: Vec<&Datum> = data.iter().filter(|datum| datum.series == name && datum.at.is_some()).collect();
    own.sort_by(|a, b| a.at.unwrap_or(0.0).total_cmp(&b.at.unwrap_or(0.0)));
    let mut seen = BTreeSet::new();
    let twice = own.iter().find(|datum| !seen.insert(datum.at.unwrap_or(0.0).to_bits())).map(|datum| format!("{} of {name}", datum.x));
    twice.map_or(Ok(own), |twice| Err(PlotError::Twice(twice)))
}

fn curve((name, data): &Own) -> Curve {
    Curve { name: (*name).to_owned(), steps: data.iter().filter_map(|datum| step(datum)).collect() }
}

fn step(datum: &Datum) -> Option<Step> {
    Some(Step { at: datum.at?, value: datum.value, band: datum.band, at_risk: datum.n.map(count) })
}

/// What every curve is worth at a time.
fn label(plot: &Plot, series: &[Own], at: f64) -> Label {
    let there = |(name, data): &Own| {
        let datum = data.iter().find(|datum| datum.at == Some(at))?;
        Some(format!("{name} {}", plot.told(datum)).trim().to_owned())
    };
    let texts: Vec<String> = series.iter().take(SERIES_MAX).filter_map(there).collect();
    Label { text: format!("{} {}: {}", plot.x, tick(at, plot.x_unit), texts.join("; ")), href: None }
}

fn legend(plot: &Plot, curves: &[Curve]) -> Vec<Legend> {
    let mut legend: Vec<Legend> = Vec::new();
    if curves.len() > 1 {
        legend.extend(curves.iter().enumerate().map(|(index, curve)| Legend::new(format!("s{}", index + 1), &curve.name)));
    } else {
        let has_band = curves.iter().flat_map(|curve| &curve.steps).any(|step| step.finite_band().is_some());
        legend.extend(has_band.then(|| Legend::new("band", "95 % interval")));
    }
    legend.extend(gap_entry(plot.data));
    legend
}

/// Where the curves end.
fn say(plot: &Plot, series: &[Own]) -> String {
    let last = |(name, data): &Own| {
        let datum = data.iter().rev().find(|datum| datum.finite().is_some())?;
        let at = tick(datum.at?, plot.x_unit);
        let what = if plot.x_unit == Unit::None { format!(" {}", plot.x.to_lowercase()) } else { String::new() };
        Some(format!("{name} {} at {at}{what}", plot.told(datum)).trim().to_owned())
    };
    let told = series.iter().take(TOLD_MAX).filter_map(last);
    let more = series.len().checked_sub(TOLD_MAX).filter(|more| *more > 0).map(|more| format!("{more} more in the table"));
    sentences(told.chain(more).chain(plot.unknown(("value", "values"))))
}
