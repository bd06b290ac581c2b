//! `meta.freshness`: how new each log is, by producing system.

use std::collections::BTreeMap;

use arrow::datatypes::{DataType, SchemaRef};
use arrow::record_batch::RecordBatch;
use chrono::{DateTime, Utc};
use futures::FutureExt;

use super::super::columns::{instant, instant_type, schema as columns, text, whole};
use super::MetaRelation;
use crate::Error;
use crate::scope::Scope;

/// What a producing system sent, copies included, and how new it is.
#[derive(Default)]
struct Arrival {
    rows: i64,
    max_event_time: Option<DateTime<Utc>>,
    max_ingest_time: Option<DateTime<Utc>>,
}

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
    let mut arrivals: BTreeMap<(&'static str, String), Arrival> = BTreeMap::new();
    for (log, prepared) in scope.prepared_logs().await {
        for measured in &prepared.measured {
            let known = arrivals.entry((log, measured.source.clone())).or_default();
            known.rows += measured.rows as i64;
            known.max_event_time = known.max_event_time.max(measured.max_event_time);
            known.max_ingest_time = known.max_ingest_time.max(measured.max_ingest_time);
        }
    }
    RecordBatch::try_new(
        schema(),
        vec![
            text(arrivals.keys().map(|(log, _)| Some(*log))),
            text(arrivals.keys().map(|(_, source)| Some(source.as_str()))),
            whole(arrivals.values().map(|arrival| Some(arrival.rows))),
            instant(arrivals.values().map(|arrival| arrival.max_event_time)),
            instant(arrivals.values().map(|arrival| arrival.max_ingest_time)),
        ],
    )
    .map_err(Error::internal)
}
