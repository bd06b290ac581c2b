//! A panel with the rows of a table of results, in the columns that its file names.

use arrow::error::ArrowError;
use arrow::record_batch::RecordBatch;
use askama::Template;
use gaugeglass_engine::{Answer, Error};
use gaugeglass_metrics::{Model, Unit};

use crate::figure::state::{Link, Notice, Tone, failed};
use crate::figure::table::{Table, of_batches};
use crate::format::number::figure;
use crate::layout::RowsPanel;
use crate::url::query;

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

/// Reads the whole table: its name is that of a file that was checked, so nothing of a reader's goes into the text.
pub fn statement(table: &Model) -> String {
    format!("select * from metrics.{}", table.name)
}

impl Rows {
    /// The panel of an answer, or of what went wrong.
    pub fn of(model: &Model, panel: &RowsPanel, answer: Result<&Answer, &Error>, index: usize) -> Rows {
        let table = answer.map_err(failed).and_then(|answer| chosen(answer, panel, &model.title).map_err(|cause| unknown_column(&cause)));
        let table = table.map(rounded);
        let (table, notice) = match table {
            Ok(table) => (Some(table), None),
            Err(notice) => (None, Some(notice)),
        };
        let pairs = [("q".to_owned(), statement(model))];
        let link = |text: &str, ending: &str| Link { href: format!("/sql{ending}{}", query(&pairs)), text: text.into() };
        Rows {
            id: format!("p{index}-{}", model.name),
            title: model.title.clone(),
            description: model.description.clone(),
            table,
            notice,
            links: vec![link("SQL", ""), link("CSV", ".csv"), link("JSON", ".json"), link("Parquet", ".parquet")],
        }
    }
}

fn chosen(answer: &Answer, panel: &RowsPanel, caption: &str) -> Result<Table, ArrowError> {
    if panel.columns.is_empty() {
        return of_batches(caption, &answer.schema, &answer.batches);
    }
    let places = panel.columns.iter().map(|name| answer.schema.index_of(name)).collect::<Result<Vec<usize>, _>>()?;
    let schema = answer.schema.project(&places)?.into();
    let batches = answer.batches.iter().map(|batch| batch.project(&places)).collect::<Result<Vec<RecordBatch>, _>>()?;
    of_batches(caption, &schema, &batches)
}

/// Fractions to the digits that a reader can use; the downloads have all of them.
fn rounded(mut table: Table) -> Table {
    for cell in table.rows.iter_mut().flatten().filter(|cell| cell.is_number && cell.text.contains(['.', 'e'])) {
        if let Ok(value) = cell.text.parse::<f64>() {
            cell.text = figure(Some(value), Unit::None);
        }
    }
    table
}

fn unknown_column(cause: &ArrowError) -> Notice {
    let body = format!("{cause}; correct `columns` in the dashboard's file");
    Notice { tone: Tone::Bad, heading: "This panel cannot be shown".into(), body, actions: Vec::new() }
}
