//! Rows of tables of results as readers get them: words for the names of columns, units behind numbers, instants in the zone.

use arrow::array::{Array, ArrayRef, AsArray};
use arrow::compute::cast;
use arrow::datatypes::{DataType, Float64Type, Int64Type, SchemaRef, TimeUnit, TimestampMicrosecondType};
use arrow::error::ArrowError;
use arrow::record_batch::RecordBatch;
use arrow::util::display::{ArrayFormatter, FormatOptions};
use chrono::{DateTime, Datelike, NaiveTime, Utc};
use chrono_tz::Tz;
use gaugeglass_metrics::Unit;

use super::table::{Cell, Head, Table, words};
use crate::format::number::{UNKNOWN, count, figure, named_unit};
use crate::format::time::instant;
use crate::format::value;

/// The first `rows_max` rows; the caption says how many there are.
pub fn of_results(caption: &str, schema: &SchemaRef, batches: &[RecordBatch], zone: Tz, rows_max: usize) -> Result<Table, ArrowError> {
    let mut rows: Vec<Vec<Cell>> = Vec::new();
    for batch in batches {
        let wanted = rows_max.saturating_sub(rows.len()).min(batch.num_rows());
        rows.extend(batch_rows(&batch.slice(0, wanted), zone)?);
    }
    let head = |field: &arrow::datatypes::FieldRef| Head {
        name: words(field.name()),
        note: String::new(),
        is_number: field.data_type().is_numeric(),
    };
    let total = batches.iter().map(RecordBatch::num_rows).sum();
    Ok(Table { caption: caption.to_owned(), heads: schema.fields().iter().map(head).collect(), rows, total })
}

fn batch_rows(batch: &RecordBatch, zone: Tz) -> Result<Vec<Vec<Cell>>, ArrowError> {
    let schema = batch.schema();
    let pairs = schema.fields().iter().zip(batch.columns());
    let columns: Vec<Vec<Cell>> = pairs.map(|(field, column)| cells(field.name(), column, zone)).collect::<Result<_, _>>()?;
    let row = |index: usize| columns.iter().map(|column| column.get(index).cloned().unwrap_or_default()).collect();
    Ok((0..batch.num_rows()).map(row).collect())
}

/// The values of a column. A number has the unit that the column's name ends in.
pub fn cells(name: &str, column: &ArrayRef, zone: Tz) -> Result<Vec<Cell>, ArrowError> {
    let is_number = column.data_type().is_numeric();
    let texts = match column.data_type() {
        kind if kind.is_floating() || matches!(kind, DataType::Decimal128(..) | DataType::Decimal256(..)) => floats(name, column)?,
        kind if kind.is_integer() => integers(column)?,
        DataType::Timestamp(..) => instants(column, zone)?,
        DataType::Boolean => flags(column),
        _ => others(column)?,
    };
    let cell = |text: Option<String>| match text {
        Some(text) => Cell { text, is_number, is_unknown: false },
        None => Cell { text: UNKNOWN.into(), is_number, is_unknown: true },
    };
    Ok(texts.into_iter().map(cell).collect())
}

fn floats(name: &str, column: &ArrayRef) -> Result<Vec<Option<String>>, ArrowError> {
    let unit = named_unit(name).unwrap_or(Unit::None);
    let values = cast(column, &DataType::Float64)?;
    let text = |value: Option<f64>| value.filter(|value| !value.is_nan()).map(|value| figure(Some(value), unit));
    Ok(values.as_primitive::<Float64Type>().iter().map(text).collect())
}

fn integers(column: &ArrayRef) -> Result<Vec<Option<String>>, ArrowError> {
    let values = cast(column, &DataType::Int64)?;
    Ok(values.as_primitive::<Int64Type>().iter().map(|value| value.map(count)).collect())
}

fn flags(column: &ArrayRef) -> Vec<Option<String>> {
    let word = |flag: bool| if flag { "yes".to_owned() } else { "no".to_owned() };
    column.as_boolean().iter().map(|flag| flag.map(word)).collect()
}

fn others(column: &ArrayRef) -> Result<Vec<Option<String>>, ArrowError> {
    let options = FormatOptions::default();
    let formatter = ArrayFormatter::try_new(column, &options)?;
    let written = |row: usize| formatter.value(row).try_to_string().map(|text| Some(value::cell(&text)));
    let text = |row: usize| if column.is_null(row) { Ok(None) } else { written(row) };
    (0..column.len()).map(text).collect()
}

fn instants(column: &ArrayRef, zone: Tz) -> Result<Vec<Option<String>>, ArrowError> {
    let values = cast(column, &DataType::Timestamp(TimeUnit::Microsecond, Some("UTC".into())))?;
    let micros = values.as_primitive::<TimestampMicrosecondType>().iter();
    let instants: Vec<Option<DateTime<Utc>>> = micros.map(|micros| micros.and_then(DateTime::from_timestamp_micros)).collect();
    let write = writer(&instants, zone);
    Ok(instants.into_iter().map(|at| at.map(|at| write(at, zone))).collect())
}

/// A column of first days of months is one of months, a column of midnights one of days.
fn writer(instants: &[Option<DateTime<Utc>>], zone: Tz) -> fn(DateTime<Utc>, Tz) -> String {
    let mut locals = instants.iter().flatten().map(|at| at.with_timezone(&zone)).peekable();
    if locals.peek().is_none() || !locals.clone().all(|at| at.time() == NaiveTime::MIN) {
        return instant;
    }
    match locals.all(|at| at.day() == 1) {
        true => |at, zone| at.with_timezone(&zone).format("%b %Y").to_string(),
        false => |at, zone| at.with_timezone(&zone).format("%-d %b %Y").to_string(),
    }
}
