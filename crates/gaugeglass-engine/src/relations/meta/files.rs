//! `meta.files`: what became of every file's rows.

use arrow::datatypes::{DataType, SchemaRef};
use arrow::record_batch::RecordBatch;
use futures::FutureExt;

use super::super::columns::{day, schema as columns, text, whole};
use super::MetaRelation;
use crate::Error;
use crate::scope::Scope;

pub fn relation() -> MetaRelation {
    MetaRelation {
        name: "files",
        doc: "One row per source file: rows in = rows kept + duplicates + quarantined; rows read are those and the rows that the mapping leaves to other logs.",
        schema,
        rows: |scope| rows(scope).boxed(),
    }
}

fn schema() -> SchemaRef {
    columns(&[
        ("log", DataType::Utf8),
        ("file", DataType::Utf8),
        ("ingest_dt", DataType::Date32),
        ("bytes", DataType::Int64),
        ("etag", DataType::Utf8),
        ("rows_read", DataType::Int64),
        ("rows_skipped", DataType::Int64),
        ("rows_in", DataType::Int64),
        ("rows_kept", DataType::Int64),
        ("rows_duplicate", DataType::Int64),
        ("rows_quarantined", DataType::Int64),
        ("state", DataType::Utf8),
        ("error", DataType::Utf8),
    ])
}

async fn rows(scope: Scope) -> Result<RecordBatch, Error> {
    let mut files = Vec::new();
    for (log, prepared) in scope.prepared_logs().await {
        files.extend(prepared.files.iter().cloned().map(|file| (log, file)));
    }
    let count = |of: fn(&crate::prepare::FileAccount) -> u64| {
        whole(files.iter().map(|(_, file)| Some(of(file) as i64)).collect::<Vec<_>>().into_iter())
    };
    let state = |file: &crate::prepare::FileAccount| if file.error.is_some() { "damaged" } else { "read" };
    RecordBatch::try_new(
        schema(),
        vec![
            text(files.iter().map(|(log, _)| Some(*log))),
            text(files.iter().map(|(_, file)| Some(file.path.as_str()))),
            day(files.iter().map(|(_, file)| file.ingest_dt)),
            count(|file| file.bytes),
            text(files.iter().map(|(_, file)| file.etag.as_deref())),
            count(|file| file.rows_read),
            count(|file| file.rows_skipped),
            count(|file| file.rows_in),
            count(|file| file.rows_kept),
            count(|file| file.rows_duplicate),
            count(|file| file.rows_quarantined),
            text(files.iter().map(|(_, file)| Some(state(file)))),
            text(files.iter().map(|(_, file)| file.error.as_deref())),
        ],
    )
    .map_err(Error::internal)
}
