//! A panel with a chart of the rows of a table of results.

use chrono_tz::Tz;
use gaugeglass_engine::Answer;
use gaugeglass_metrics::{Model, Unit};

use super::rows::chosen;
use super::selected::{links, nothing};
use crate::figure::panel::Figure;
use crate::figure::plot::{Plot, PlotError, of_batches};
use crate::figure::results::of_results;
use crate::figure::state::{Badge, Notice, Tone, unreadable};
use crate::figure::table::{ROWS_MAX, words};
use crate::format::number::{count, named_unit};
use crate::layout::{Column, PlotPanel};

/// The figure of an answer, or of what stands in its place.
pub fn figure(model: &Model, panel: &PlotPanel, answer: Result<&Answer, Notice>, zone: Tz, id: &str) -> Figure {
    let title = panel.selection.title.clone().unwrap_or_else(|| model.title.clone());
    let meaning = Some(model.description.split_whitespace().collect::<Vec<_>>().join(" "));
    let bare = Figure { meaning, downloads: links(&panel.selection), ..Figure::bare(id, &title) };
    let filled = answer.and_then(|answer| fill(bare.clone(), panel, answer, zone));
    filled.unwrap_or_else(|notice| Figure { notice: Some(notice), ..bare }).described()
}

fn fill(bare: Figure, panel: &PlotPanel, answer: &Answer, zone: Tz) -> Result<Figure, Notice> {
    let data = of_batches(&panel.encoding, &answer.batches, zone).map_err(|cause| unreadable(&cause))?;
    if data.is_empty() {
        return Err(nothing(&panel.selection));
    }
    let encoding = &panel.encoding;
    let plot = Plot {
        kind: panel.kind,
        data: &data,
        columns: None,
        unit: unit(panel, answer),
        target: None,
        x: words(&encoding.x.name),
        x_unit: named_unit(&encoding.x.name).unwrap_or(Unit::None),
        n: encoding.n.as_ref().map_or("n".into(), |column| words(&column.name).to_lowercase()),
    };
    let plotted = plot.plotted().map_err(|cause| undrawn(&cause))?;
    let columns: Vec<&Column> = encoding.columns().collect();
    let shown = chosen(answer, &columns).map_err(|cause| unreadable(&cause))?;
    let table = of_results(&bare.title, &shown.schema, &shown.batches, zone, ROWS_MAX).map_err(|cause| unreadable(&cause))?;
    Ok(Figure { say: plotted.say, chart: plotted.chart, table: Some(table), badges: truncated(answer).into_iter().collect(), ..bare })
}

/// The unit that the panel names, or that the name of the column says; whole numbers are counts.
fn unit(panel: &PlotPanel, answer: &Answer) -> Unit {
    let name = &panel.encoding.value.name;
    let is_whole = answer.schema.field_with_name(name).is_ok_and(|field| field.data_type().is_integer());
    panel.unit.or_else(|| named_unit(name)).unwrap_or(if is_whole { Unit::Count } else { Unit::None })
}

fn truncated(answer: &Answer) -> Option<Badge> {
    let rows: usize = answer.batches.iter().map(|batch| batch.num_rows()).sum();
    let why = format!("The table was cut at {} rows (`limits.rows_max`); the chart does not know the others.", count(rows as i64));
    answer.truncated.then(|| Badge { tone: Tone::Warn, word: "Truncated".into(), why })
}

fn undrawn(cause: &PlotError) -> Notice {
    let body = match cause {
        PlotError::Twice(_) => format!("{cause}, in the dashboard's file."),
        PlotError::Draw(_) => format!("{cause}. The rows are in the downloads."),
    };
    Notice { tone: Tone::Bad, heading: "This panel cannot be shown".into(), body, actions: Vec::new() }
}
