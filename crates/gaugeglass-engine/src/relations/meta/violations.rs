//! `meta.violations`: values that are kept and break a rule of their column.

use arrow::datatypes::{DataType, SchemaRef};
use arrow::record_batch::RecordBatch;
use futures::FutureExt;

use super::super::columns::{day, schema as columns, text, whole};
use super::MetaRelation;
use crate::Error;
use crate::prepare::{Measured, Violation};
use crate::scope::Scope;

pub fn relation() -> MetaRelation {
    MetaRelation {
        name: "violations",
        doc: "One row per log, producing system, day of arrival, column and rule that is broken: how many rows break it; they are kept.",
        schema,
        rows: |scope| rows(scope).boxed(),
    }
}

fn schema() -> SchemaRef {
    columns(&[
        ("log", DataType::Utf8),
        ("source", DataType::Utf8),
        ("ingest_dt", DataType::Date32),
        ("column", DataType::Utf8),
        ("rule", DataType::Utf8),
        ("rows", DataType::Int64),
    ])
}

async fn rows(scope: Scope) -> Result<RecordBatch, Error> {
    let mut rows: Vec<(&'static str, Measured, Violation)> = Vec::new();
    for (log, prepared) in scope.prepared_logs().await {
        for measured in &prepared.measured {
            rows.extend(measured.violations.iter().map(|violation| (log, measured.clone(), violation.clone())));
        }
    }
    RecordBatch::try_new(
        schema(),
        vec![
            text(rows.iter().map(|(log, _, _)| Some(*log))),
            text(rows.iter().map(|(_, measured, _)| Some(measured.source.as_str()))),
            day(rows.iter().map(|(_, measured, _)| measured.ingest_dt)),
            text(rows.iter().map(|(_, _, violation)| Some(violation.column.as_str()))),
            text(rows.iter().map(|(_, _, violation)| Some(violation.rule.as_str()))),
            whole(rows.iter().map(|(_, _, violation)| Some(violation.rows as i64))),
        ],
    )
    .map_err(Error::internal)
}
