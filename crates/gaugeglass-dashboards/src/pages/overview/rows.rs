//! A panel with the rows of a table of results, in the columns that its file names.

use arrow::error::ArrowError;
use arrow::record_batch::RecordBatch;
use askama::Template;
use chrono_tz::Tz;
use gaugeglass_engine::Answer;
use gaugeglass_metrics::Model;

use super::selected::{links, nothing};
use crate::figure::results::of_results;
use crate::figure::state::{Link, Notice, unreadable};
use crate::figure::table::{ROWS_MAX, Table};
use crate::layout::{Column, RowsPanel};

/// The panel.
#[derive(Template)]
#[template(path = "rows.html")]
pub struct Rows {
    id: String,
    title: String,
    description: String,
    table: Option<Table>,
    notice: Option<Notice>,
    links: Vec<Link>,
}

impl Rows {
    /// The panel of an answer, or of what stands in its place.
    pub fn of(model: &Model, panel: &RowsPanel, answer: Result<&Answer, Notice>, zone: Tz, id: String) -> Rows {
        let title = panel.selection.title.clone().unwrap_or_else(|| model.title.clone());
        let table = answer.and_then(|answer| table(answer, panel, &title, zone));
        let (table, notice) = match table {
            Ok(table) => (Some(table), None),
            Err(notice) => (None, Some(notice)),
        };
        Rows { id, title, description: model.description.clone(), table, notice, links: links(&panel.selection) }
    }
}

fn table(answer: &Answer, panel: &RowsPanel, title: &str, zone: Tz) -> Result<Table, Notice> {
    let names: Vec<&Column> = panel.columns.iter().collect();
    let chosen = chosen(answer, &names).map_err(|cause| unreadable(&cause))?;
    let rows_max = panel.top.unwrap_or(ROWS_MAX).min(ROWS_MAX);
    let table = of_results(title, &chosen.schema, &chosen.batches, zone, rows_max).map_err(|cause| unreadable(&cause))?;
    if table.total == 0 { Err(nothing(&panel.selection)) } else { Ok(table) }
}

/// The answer in some of its columns; in all where none is named.
pub fn chosen(answer: &Answer, columns: &[&Column]) -> Result<Answer, ArrowError> {
    if columns.is_empty() {
        return Ok(answer.clone());
    }
    let places = columns.iter().map(|column| answer.schema.index_of(&column.name)).collect::<Result<Vec<usize>, _>>()?;
    let schema = answer.schema.project(&places)?.into();
    let batches = answer.batches.iter().map(|batch| batch.project(&places)).collect::<Result<Vec<RecordBatch>, _>>()?;
    Ok(Answer { schema, batches, ..answer.clone() })
}
