//! Cohorts by age: what share of each is there after so long.

use std::collections::BTreeMap;

use super::heatmap::cell;
use super::{Datum, Plot, PlotError, Plotted, ROWS_MAX, left_out, order, sentences};
use crate::charts::cells::{Cell, Scale};
use crate::charts::cohort::{Cohort, CohortChart};
use crate::figure::picture::{Chart, Label, Legend};
use crate::format::number::count;

/// One cohort: its name and its rows by age.
type Row<'d> = (&'d str, BTreeMap<&'d str, &'d Datum>);

/// Says and draws.
pub fn plot(plot: &Plot) -> Result<Plotted, PlotError> {
    let ages = ages(plot.data);
    let rows = rows(plot.data)?;
    let shown = rows.iter().take(ROWS_MAX);
    let cohort = |(name, own): &Row| Cohort {
        name: with_size(name, own),
        cells: ages.iter().map(|age| own.get(age.as_str()).map(|datum| cell(plot, datum))).collect(),
    };
    let cohorts: Vec<Cohort> = shown.clone().map(cohort).collect();
    let labels: Vec<Label> = shown.flat_map(|(name, own)| labels(plot, &ages, name, own)).collect();
    let chart = CohortChart { ages: &ages, cohorts: &cohorts };
    let drawn = Chart::drawn(|form| chart.draw(form), &labels)?;
    let notes = left_out(cohorts.len(), rows.len(), "cohorts").into_iter().collect();
    let legend = legend(plot, chart.scale(), &cohorts);
    Ok(Plotted { say: say(plot, &ages, &rows), chart: drawn.map(|drawn| Chart { legend, notes, ..drawn }) })
}

/// Ages in order: by number where all are numbers, else as they come.
fn ages(data: &[Datum]) -> Vec<String> {
    let mut ages: Vec<(Option<f64>, &str)> = Vec::new();
    for datum in data {
        if !ages.iter().any(|(_, age)| *age == datum.x) {
            ages.push((datum.at, datum.x.as_str()));
        }
    }
    if ages.iter().all(|(at, _)| at.is_some()) {
        ages.sort_by(|a, b| a.0.unwrap_or(0.0).total_cmp(&b.0.unwrap_or(0.0)));
    }
    ages.into_iter().map(|(_, age)| age.to_owned()).collect()
}

fn rows(data: &[Datum]) -> Result<Vec<Row<'_>>, PlotError> {
    let (names, places) = order(data.iter().map(|datum| datum.y.as_str()));
    let mut rows: Vec<Row> = names.into_iter().map(|name| (name, BTreeMap::new())).collect();
    for datum in data {
        let own = places.get(datum.y.as_str()).and_then(|place| rows.get_mut(*place));
        if own.is_some_and(|(_, own)| own.insert(&datum.x, datum).is_some()) {
            return Err(PlotError::Twice(format!("{}, {}", datum.y, datum.x)));
        }
    }
    Ok(rows)
}

fn with_size(name: &str, own: &BTreeMap<&str, &Datum>) -> String {
    match own.values().find_map(|datum| datum.n) {
        Some(n) => format!("{name} ({})", count(n)),
        None => name.to_owned(),
    }
}

/// In the order of the cells that there are.
fn labels(plot: &Plot, ages: &[String], name: &str, own: &BTreeMap<&str, &Datum>) -> Vec<Label> {
    let there = ages.iter().filter_map(|age| own.get(age.as_str()).map(|datum| (age, *datum)));
    there.map(|(age, datum)| plot.label(&format!("{name}, {} {age}", plot.x.to_lowercase()), datum)).collect()
}

fn legend(plot: &Plot, scale: Option<Scale>, cohorts: &[Cohort]) -> Vec<Legend> {
    let mut legend = plot.steps(&scale.map(|scale| scale.bands()).unwrap_or_default());
    let has = |wanted: fn(&Cell) -> bool| cohorts.iter().flat_map(|cohort| &cohort.cells).flatten().any(wanted);
    legend.extend(has(|cell| cell.provisional).then(|| Legend::new("open", "May still change")));
    legend.extend(has(|cell| cell.finite().is_none()).then(|| Legend::new("gap", "No value")));
    legend
}

/// The first ages after the beginning: how far the cohorts differ there.
fn say(plot: &Plot, ages: &[String], rows: &[Row]) -> String {
    let told = ages.iter().skip(1).take(2).filter_map(|age| at_age(plot, age, rows));
    let open = plot.data.iter().filter(|datum| datum.provisional).count();
    let open = (open > 0).then(|| format!("{open} of {} values may still change", plot.data.len()));
    sentences(told.chain(open).chain(plot.unknown(("value", "values"))))
}

fn at_age(plot: &Plot, age: &str, rows: &[Row]) -> Option<String> {
    let finals = rows.iter().filter_map(|(name, own)| own.get(age).map(|datum| (*name, *datum))).filter(|(_, datum)| !datum.provisional);
    let mut known: Vec<(f64, &str)> = finals.filter_map(|(name, datum)| Some((datum.finite()?, name))).collect();
    known.sort_by(|a, b| a.0.total_cmp(&b.0));
    let span = match known.as_slice() {
        [] => return None,
        [(only, name)] => format!("{} ({name})", plot.value(*only)),
        [(low, worst), .., (high, best)] => format!("{} ({worst}) to {} ({best})", plot.value(*low), plot.value(*high)),
    };
    Some(format!("{} {age}: {span}", plot.x))
}
