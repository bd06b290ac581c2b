//! A value for each pair.

use std::collections::BTreeMap;

use super::{Datum, Plot, PlotError, Plotted, ROWS_MAX, left_out, missing_words, order, sentences};
use crate::charts::cells::{Cell, Scale};
use crate::charts::heatmap::{CELLS_MAX, HeatMap, HeatRow};
use crate::figure::picture::{Chart, Label, Legend};
use crate::format::number::tick;

/// Rows by their place: those of the table, or none where no row is.
type Placed<'d> = BTreeMap<(&'d str, &'d str), &'d Datum>;

/// Says and draws.
pub fn plot(plot: &Plot) -> Result<Plotted, PlotError> {
    let columns: Vec<String> = match &plot.columns {
        Some(columns) => columns.clone(),
        None => order(plot.data.iter().map(|datum| datum.x.as_str())).0.into_iter().map(str::to_owned).collect(),
    };
    let (names, _) = order(plot.data.iter().map(|datum| datum.y.as_str()));
    let placed = placed(plot.data)?;
    let say = say(plot, &placed, names.len() * columns.len());
    if names.len().min(ROWS_MAX) * columns.len() > CELLS_MAX {
        return Ok(Plotted { say: format!("{say} There are too many columns for a picture; the table has the values."), chart: None });
    }
    let at = |x: &str, y: &str| placed.get(&(x, y)).map_or_else(Cell::default, |datum| cell(plot, datum));
    let row = |name: &&str| HeatRow { name: (*name).to_owned(), cells: columns.iter().map(|column| at(column, name)).collect() };
    let rows: Vec<HeatRow> = names.iter().take(ROWS_MAX).map(row).collect();
    let pairs = names.iter().take(ROWS_MAX).flat_map(|name| columns.iter().map(move |column| (column, *name)));
    let labels: Vec<Label> = pairs.map(|(x, y)| label(plot, &placed, x, y)).collect();
    let map = HeatMap { columns: &columns, rows: &rows };
    let drawn = Chart::drawn(|form| map.draw(form), &labels)?;
    let notes = left_out(rows.len(), names.len(), "rows").into_iter().collect();
    let legend = legend(plot, map.scale(), &rows);
    Ok(Plotted { say, chart: drawn.map(|chart| Chart { legend, notes, ..chart }) })
}

fn placed(data: &[Datum]) -> Result<Placed<'_>, PlotError> {
    let mut placed = BTreeMap::new();
    for datum in data {
        if placed.insert((datum.x.as_str(), datum.y.as_str()), datum).is_some() {
            return Err(PlotError::Twice(format!("{}, {}", datum.y, datum.x)));
        }
    }
    Ok(placed)
}

/// A cell as it is drawn.
pub fn cell(plot: &Plot, datum: &Datum) -> Cell {
    let text = datum.finite().map(|value| short(plot, value)).unwrap_or_default();
    Cell { value: datum.value, text, provisional: datum.provisional }
}

/// Cells are small: zeros at the end are left out.
fn short(plot: &Plot, value: f64) -> String {
    let (figure, tick) = (plot.value(value), tick(value, plot.unit));
    if tick.chars().count() < figure.chars().count() { tick } else { figure }
}

fn label(plot: &Plot, placed: &Placed, x: &str, y: &str) -> Label {
    let name = format!("{y}, {x}");
    match placed.get(&(x, y)) {
        Some(datum) => plot.label(&name, datum),
        None => Label { text: format!("{name}: no data"), href: None },
    }
}

fn legend(plot: &Plot, scale: Option<Scale>, rows: &[HeatRow]) -> Vec<Legend> {
    let mut legend = plot.steps(&scale.map(|scale| scale.bands()).unwrap_or_default());
    let has = |wanted: fn(&Cell) -> bool| rows.iter().flat_map(|row| &row.cells).any(wanted);
    legend.extend(has(|cell| cell.provisional).then(|| Legend::new("open", "May still change")));
    legend.extend(has(|cell| cell.finite().is_none()).then(|| Legend::new("gap", "No value")));
    legend
}

fn say(plot: &Plot, placed: &Placed, all: usize) -> String {
    let mut known: Vec<(f64, &Datum)> = placed.values().filter_map(|datum| Some((datum.finite()?, *datum))).collect();
    known.sort_by(|a, b| a.0.total_cmp(&b.0));
    let told = |datum: &Datum| format!("{}, {}: {}", datum.y, datum.x, plot.told(datum));
    let extremes = match known.as_slice() {
        [] => None,
        [(low, _), .., (high, _)] if low == high => Some(format!("Every known cell is {}", plot.value(*low))),
        [(_, only)] => Some(told(only)),
        [(_, low), .., (_, high)] => Some(format!("Highest: {}. Lowest: {}", told(high), told(low))),
    };
    sentences(extremes.into_iter().chain(missing_words(all - known.len().min(all), all, ("cell", "cells"))))
}
