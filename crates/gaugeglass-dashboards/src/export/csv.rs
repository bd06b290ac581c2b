//! CSV: a header, then the rows; unknown is empty; instants in UTC.
//!
//! Nested values have no form in CSV and are written as Arrow displays them.

use std::sync::Arc;

use arrow::array::{Array, ArrayRef, StringArray};
use arrow::csv::WriterBuilder;
use arrow::datatypes::{DataType, Field, Schema, SchemaRef};
use arrow::error::ArrowError;
use arrow::record_batch::RecordBatch;
use arrow::util::display::{ArrayFormatter, FormatOptions};

use super::ExportError;

/// Writes batches under one header.
pub fn write(schema: &SchemaRef, batches: &[RecordBatch]) -> Result<Vec<u8>, ExportError> {
    let mut writer = WriterBuilder::new().with_header(true).build(Vec::new());
    if batches.is_empty() {
        writer.write(&flat(&RecordBatch::new_empty(Arc::clone(schema)))?)?;
    }
    for batch in batches {
        writer.write(&flat(batch)?)?;
    }
    Ok(writer.into_inner())
}

fn flat(batch: &RecordBatch) -> Result<RecordBatch, ArrowError> {
    let columns =
        batch.columns().iter().map(|column| if is_nested(column.data_type()) { text(column) } else { Ok(ArrayRef::clone(column)) });
    let columns: Vec<ArrayRef> = columns.collect::<Result<_, _>>()?;
    let schema = batch.schema();
    let fields = schema.fields().iter().zip(&columns).map(|(field, column)| Field::new(field.name(), column.data_type().clone(), true));
    RecordBatch::try_new(Arc::new(Schema::new(fields.collect::<Vec<_>>())), columns)
}

fn is_nested(kind: &DataType) -> bool {
    kind.is_nested() || matches!(kind, DataType::Binary | DataType::LargeBinary)
}

fn text(column: &ArrayRef) -> Result<ArrayRef, ArrowError> {
    let options = FormatOptions::default();
    let formatter = ArrayFormatter::try_new(column, &options)?;
    let value = |row: usize| if column.is_null(row) { Ok(None) } else { formatter.value(row).try_to_string().map(Some) };
    let values: Result<Vec<Option<String>>, ArrowError> = (0..column.len()).map(value).collect();
    Ok(Arc::new(StringArray::from(values?)))
}
