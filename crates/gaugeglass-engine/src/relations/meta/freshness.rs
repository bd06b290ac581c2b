//! `meta.freshness`: how new each log is, by producing system.

use arrow::datatypes::{DataType, SchemaRef};
use arrow::record_batch::RecordBatch;
use futures::FutureExt;

use super::super::columns::{instant, instant_type, schema as columns, text, whole};
use super::MetaRelation;
use crate::Error;
use crate::scope::Scope;

pub fn relation() -> MetaRelation {
    MetaRelation {
        name: "freshness",
        doc: "One row per log and producing system: its newest event and its newest load.",
        schema,
        rows: |scope| rows(scope).boxed(),
    }
}

fn schema() -> SchemaRef {
    columns(&[
        ("log", DataType::Utf8),
        ("source", DataType::Utf8),
        ("rows", DataType::Int64),
        ("max_event_time", instant_type()),
        ("max_ingest_time", instant_type()),
    ])
}

async fn rows(scope: Scope) -> Result<RecordBatch, Error> {
    let mut arrivals = Vec::new();
    for (log, prepared) in scope.prepared_logs().await {
        arrivals.extend(prepared.arrivals.iter().cloned().map(|arrival| (log, arrival)));
    }
    RecordBatch::try_new(
        schema(),
        vec![
            text(arrivals.iter().map(|(log, _)| Some(*log))),
            text(arrivals.iter().map(|(_, arrival)| Some(arrival.source.as_str()))),
            whole(arrivals.iter().map(|(_, arrival)| Some(arrival.rows as i64))),
            instant(arrivals.iter().map(|(_, arrival)| arrival.max_event_time)),
            instant(arrivals.iter().map(|(_, arrival)| arrival.max_ingest_time)),
        ],
    )
    .map_err(Error::internal)
}
