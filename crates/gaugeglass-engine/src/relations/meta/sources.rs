//! `meta.sources`: which logs have a source, and whether it can be read.

use arrow::datatypes::{DataType, SchemaRef};
use arrow::record_batch::RecordBatch;
use futures::FutureExt;

use super::super::columns::{schema as columns, text, whole};
use super::MetaRelation;
use crate::Error;
use crate::prepare::Listed;
use crate::scope::Scope;
use crate::snapshot::LogState;

pub fn relation() -> MetaRelation {
    MetaRelation {
        name: "sources",
        doc: "One row per log of the contract and source: where it lies, and whether it is absent, failed or read.",
        schema,
        rows: |scope| rows(scope).boxed(),
    }
}

#[derive(Default)]
struct Row {
    log: &'static str,
    store: Option<String>,
    url: Option<String>,
    format: Option<String>,
    mapping: Option<String>,
    files: Option<i64>,
    bytes: Option<i64>,
    state: &'static str,
    error: Option<String>,
}

fn schema() -> SchemaRef {
    columns(&[
        ("log", DataType::Utf8),
        ("store", DataType::Utf8),
        ("url", DataType::Utf8),
        ("format", DataType::Utf8),
        ("mapping", DataType::Utf8),
        ("files", DataType::Int64),
        ("bytes", DataType::Int64),
        ("state", DataType::Utf8),
        ("error", DataType::Utf8),
    ])
}

async fn rows(scope: Scope) -> Result<RecordBatch, Error> {
    let rows: Vec<Row> = scope.snapshot.logs.iter().flat_map(|(log, state)| rows_of(log, state)).collect();
    RecordBatch::try_new(
        schema(),
        vec![
            text(rows.iter().map(|row| Some(row.log))),
            text(rows.iter().map(|row| row.store.as_deref())),
            text(rows.iter().map(|row| row.url.as_deref())),
            text(rows.iter().map(|row| row.format.as_deref())),
            text(rows.iter().map(|row| row.mapping.as_deref())),
            whole(rows.iter().map(|row| row.files)),
            whole(rows.iter().map(|row| row.bytes)),
            text(rows.iter().map(|row| Some(row.state))),
            text(rows.iter().map(|row| row.error.as_deref())),
        ],
    )
    .map_err(Error::internal)
}

fn rows_of(log: &'static str, state: &LogState) -> Vec<Row> {
    match state {
        LogState::Absent => vec![Row { log, state: "absent", ..Row::default() }],
        LogState::Failed(error) => vec![Row { log, state: "failed", error: Some(error.to_string()), ..Row::default() }],
        LogState::Listed(sources) => sources.iter().map(|source| row_of(log, source)).collect(),
    }
}

fn row_of(log: &'static str, source: &Listed) -> Row {
    Row {
        log,
        store: Some(source.settings.store.clone()),
        url: Some(format!("{}/{}", source.store.url.trim_end_matches('/'), source.settings.path)),
        format: Some(source.format.name().to_owned()),
        mapping: source.settings.mapping.clone(),
        files: Some(source.files.len() as i64),
        bytes: Some(source.files.iter().map(|file| file.object.size as i64).sum()),
        state: "listed",
        error: None,
    }
}
