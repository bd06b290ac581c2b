//! `meta.quarantine`: rows that were turned away, and why.

use arrow::datatypes::{DataType, SchemaRef};
use arrow::record_batch::RecordBatch;
use futures::FutureExt;

use super::super::columns::{schema as columns, text, whole};
use super::MetaRelation;
use crate::Error;
use crate::prepare::Prepared;
use crate::quarantine::Reject;
use crate::scope::Scope;

pub fn relation() -> MetaRelation {
    MetaRelation {
        name: "quarantine",
        doc: "One row per rejected row or unreadable file, with the rule and the value; up to 10,000 a log (meta.files counts all).",
        schema,
        rows: |scope| rows(scope).boxed(),
    }
}

fn schema() -> SchemaRef {
    columns(&[
        ("log", DataType::Utf8),
        ("file", DataType::Utf8),
        ("row", DataType::Int64),
        ("byte_offset", DataType::Int64),
        ("rule", DataType::Utf8),
        ("column", DataType::Utf8),
        ("value", DataType::Utf8),
    ])
}

async fn rows(scope: Scope) -> Result<RecordBatch, Error> {
    let mut rejects: Vec<(&'static str, String, Reject)> = Vec::new();
    for (log, prepared) in scope.prepared_logs().await {
        rejects.extend(prepared.rejects.iter().map(|reject| (log, path(&prepared, reject), reject.clone())));
    }
    RecordBatch::try_new(
        schema(),
        vec![
            text(rejects.iter().map(|(log, _, _)| Some(*log))),
            text(rejects.iter().map(|(_, file, _)| Some(file.as_str()))),
            whole(rejects.iter().map(|(_, _, reject)| reject.row)),
            whole(rejects.iter().map(|(_, _, reject)| reject.byte_offset)),
            text(rejects.iter().map(|(_, _, reject)| Some(reject.rule.as_str()))),
            text(rejects.iter().map(|(_, _, reject)| reject.column.as_deref())),
            text(rejects.iter().map(|(_, _, reject)| reject.value.as_deref())),
        ],
    )
    .map_err(Error::internal)
}

fn path(prepared: &Prepared, reject: &Reject) -> String {
    prepared.files.get(reject.file as usize).map(|file| file.path.clone()).unwrap_or_default()
}
