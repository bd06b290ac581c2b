//! `meta.queries`: the latest queries, from every door.

use arrow::datatypes::{DataType, SchemaRef};
use arrow::record_batch::RecordBatch;
use futures::FutureExt;

use super::super::columns::{instant, instant_type, schema as columns, text, whole};
use super::MetaRelation;
use crate::Error;
use crate::scope::Scope;

pub fn relation() -> MetaRelation {
    MetaRelation {
        name: "queries",
        doc: "The latest queries: who asked what through which door, how it ended and what it took.",
        schema,
        rows: |scope| rows(scope).boxed(),
    }
}

fn schema() -> SchemaRef {
    columns(&[
        ("started", instant_type()),
        ("principal", DataType::Utf8),
        ("door", DataType::Utf8),
        ("sql", DataType::Utf8),
        ("state", DataType::Utf8),
        ("rows", DataType::Int64),
        ("elapsed_ms", DataType::Int64),
        ("error", DataType::Utf8),
    ])
}

async fn rows(scope: Scope) -> Result<RecordBatch, Error> {
    let records = scope.engine.query_log.latest();
    RecordBatch::try_new(
        schema(),
        vec![
            instant(records.iter().map(|record| Some(record.started))),
            text(records.iter().map(|record| Some(record.principal.as_str()))),
            text(records.iter().map(|record| Some(record.door.name()))),
            text(records.iter().map(|record| Some(record.sql.as_str()))),
            text(records.iter().map(|record| Some(record.state()))),
            whole(records.iter().map(|record| record.rows)),
            whole(records.iter().map(|record| record.elapsed_ms)),
            text(records.iter().map(|record| record.error.as_deref())),
        ],
    )
    .map_err(Error::internal)
}
