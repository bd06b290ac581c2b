//! `meta.coverage`: how far each column of each log is filled.

use arrow::datatypes::{DataType, SchemaRef};
use arrow::record_batch::RecordBatch;
use futures::FutureExt;
use gaugeglass_logs::Need;

use super::super::columns::{day, schema as columns, text, whole};
use super::MetaRelation;
use crate::Error;
use crate::prepare::Measured;
use crate::scope::Scope;

pub fn relation() -> MetaRelation {
    MetaRelation {
        name: "coverage",
        doc: "One row per log, producing system, day of arrival and column of the contract: its rows, copies included, and how many fill it.",
        schema,
        rows: |scope| rows(scope).boxed(),
    }
}

struct Row {
    log: &'static str,
    source: String,
    ingest_dt: Option<chrono::NaiveDate>,
    column: &'static str,
    need: &'static str,
    rows: u64,
    filled: u64,
}

fn schema() -> SchemaRef {
    columns(&[
        ("log", DataType::Utf8),
        ("source", DataType::Utf8),
        ("ingest_dt", DataType::Date32),
        ("column", DataType::Utf8),
        ("need", DataType::Utf8),
        ("rows", DataType::Int64),
        ("filled", DataType::Int64),
    ])
}

async fn rows(scope: Scope) -> Result<RecordBatch, Error> {
    let mut rows = Vec::new();
    for (log, prepared) in scope.prepared_logs().await {
        rows.extend(prepared.measured.iter().flat_map(|measured| of_measured(log, measured)));
    }
    RecordBatch::try_new(
        schema(),
        vec![
            text(rows.iter().map(|row| Some(row.log))),
            text(rows.iter().map(|row| Some(row.source.as_str()))),
            day(rows.iter().map(|row| row.ingest_dt)),
            text(rows.iter().map(|row| Some(row.column))),
            text(rows.iter().map(|row| Some(row.need))),
            whole(rows.iter().map(|row| Some(row.rows as i64))),
            whole(rows.iter().map(|row| Some(row.filled as i64))),
        ],
    )
    .map_err(Error::internal)
}

fn of_measured(log: &'static str, measured: &Measured) -> Vec<Row> {
    let contract = gaugeglass_logs::log(log).map(|log| log.columns.as_slice()).unwrap_or_default();
    let columns = contract.iter().zip(&measured.filled);
    let row = |(column, filled): (&gaugeglass_logs::Column, &u64)| Row {
        log,
        source: measured.source.clone(),
        ingest_dt: measured.ingest_dt,
        column: column.name,
        need: need(column.need),
        rows: measured.rows,
        filled: *filled,
    };
    columns.map(row).collect()
}

fn need(need: Need) -> &'static str {
    match need {
        Need::Required => "required",
        Need::Optional => "optional",
        Need::Conditional => "conditional",
    }
}
