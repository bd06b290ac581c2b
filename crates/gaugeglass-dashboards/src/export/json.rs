//! JSON: columns with types, rows as objects in column order, instants in UTC.
//!
//! JSON has no infinity; an infinite value is written as null.

use arrow::array::{ArrayRef, AsArray, Float64Array};
use arrow::datatypes::{DataType, Float64Type, SchemaRef};
use arrow::json::WriterBuilder;
use arrow::json::writer::JsonArray;
use arrow::record_batch::RecordBatch;
use chrono_tz::Tz;
use gaugeglass_engine::{Answer, MetricAnswer, MetricQuery};
use serde::Serialize;

use super::{ExportError, type_name};
use crate::format::time::iso;

#[derive(Serialize)]
struct Column<'a> {
    name: &'a str,
    r#type: String,
}

#[derive(Serialize)]
struct MetricHead<'a> {
    metric: &'a str,
    title: &'a str,
    unit: &'static str,
    from: String,
    to: String,
    time_zone: &'a str,
    grain: &'static str,
    by: &'a [String],
    filters: Vec<Filter<'a>>,
    parameters: Vec<Filter<'a>>,
    as_of: String,
    watermark: Option<String>,
    currency: Option<&'a str>,
    definition: &'a str,
    missing: &'a [String],
    holes: &'a [String],
    columns: Vec<Column<'a>>,
}

#[derive(Serialize)]
struct Filter<'a> {
    name: &'a str,
    value: &'a str,
}

#[derive(Serialize)]
struct MetricTail<'a> {
    truncated: bool,
    sql: &'a str,
}

#[derive(Serialize)]
struct AnswerHead<'a> {
    sql: &'a str,
    as_of: String,
    elapsed_ms: u64,
    columns: Vec<Column<'a>>,
}

#[derive(Serialize)]
struct AnswerTail {
    truncated: bool,
}

/// A metric's answer with everything needed to ask again.
pub fn metric(answer: &MetricAnswer, query: &MetricQuery, zone: Tz) -> Result<String, ExportError> {
    let schema = answer.batch.schema();
    let head = MetricHead {
        metric: &answer.metric.name,
        title: &answer.metric.title,
        unit: answer.metric.unit.as_str(),
        from: iso(answer.from),
        to: iso(answer.to),
        time_zone: zone.name(),
        grain: query.grain.as_str(),
        by: &query.by,
        filters: pairs(&query.filters),
        parameters: pairs(&query.parameters),
        as_of: iso(answer.as_of),
        watermark: answer.watermark.map(iso),
        currency: answer.currency.as_deref(),
        definition: &answer.metric.definition,
        missing: &answer.missing,
        holes: &answer.holes,
        columns: columns(&schema),
    };
    let rows = rows(std::slice::from_ref(&answer.batch))?;
    join(&head, &rows, &MetricTail { truncated: false, sql: &answer.sql })
}

/// The answer to a statement.
pub fn answer(answer: &Answer, sql: &str, as_of: chrono::DateTime<chrono::Utc>) -> Result<String, ExportError> {
    let head = AnswerHead { sql, as_of: iso(as_of), elapsed_ms: answer.elapsed_ms, columns: columns(&answer.schema) };
    join(&head, &rows(&answer.batches)?, &AnswerTail { truncated: answer.truncated })
}

fn pairs(list: &[(String, String)]) -> Vec<Filter<'_>> {
    list.iter().map(|(name, value)| Filter { name, value }).collect()
}

fn columns(schema: &SchemaRef) -> Vec<Column<'_>> {
    schema.fields().iter().map(|field| Column { name: field.name(), r#type: type_name(field.data_type()) }).collect()
}

/// Puts two objects and the rows between them into one object. Rows are already JSON, in column order.
fn join(head: &impl Serialize, rows: &str, tail: &impl Serialize) -> Result<String, ExportError> {
    let (head, tail) = (serde_json::to_string(head)?, serde_json::to_string(tail)?);
    let (head, tail) = (head.trim_end_matches('}'), tail.trim_start_matches('{'));
    Ok(format!("{head},\"rows\":{rows},{tail}\n"))
}

/// Rows as a JSON array of objects; unknown values are null.
pub fn rows(batches: &[RecordBatch]) -> Result<String, ExportError> {
    let mut writer = WriterBuilder::new().with_explicit_nulls(true).build::<_, JsonArray>(Vec::new());
    for batch in batches {
        writer.write(&finite(batch)?)?;
    }
    writer.finish()?;
    let text = String::from_utf8(writer.into_inner()).map_err(|error| arrow::error::ArrowError::JsonError(error.to_string()))?;
    Ok(if text.is_empty() { "[]".into() } else { text })
}

fn finite(batch: &RecordBatch) -> Result<RecordBatch, ExportError> {
    let column = |column: &ArrayRef| -> ArrayRef {
        if column.data_type() != &DataType::Float64 {
            return ArrayRef::clone(column);
        }
        let floats = column.as_primitive::<Float64Type>();
        std::sync::Arc::new(floats.iter().map(|value| value.filter(|value| value.is_finite())).collect::<Float64Array>())
    };
    Ok(RecordBatch::try_new(batch.schema(), batch.columns().iter().map(column).collect())?)
}
