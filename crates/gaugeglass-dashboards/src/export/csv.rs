//! CSV: a header, then the rows; unknown is empty; instants in UTC.
//!
//! Nested values have no form in CSV and are written as Arrow displays them. Texts are guarded against spreadsheets, see
//! [`super::formula`]: a text that would be a formula has an apostrophe before it, which a machine takes off again.

use std::sync::Arc;

use arrow::array::{Array, ArrayRef, StringArray};
use arrow::csv::WriterBuilder;
use arrow::datatypes::{DataType, Field, FieldRef, Schema, SchemaRef};
use arrow::error::ArrowError;
use arrow::record_batch::RecordBatch;
use arrow::util::display::{ArrayFormatter, FormatOptions};

use super::ExportError;
use super::formula::guarded;

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
    let columns = batch.columns().iter().map(|column| if is_text(column.data_type()) { text(column) } else { Ok(ArrayRef::clone(column)) });
    let columns: Vec<ArrayRef> = columns.collect::<Result<_, _>>()?;
    let schema = batch.schema();
    // The names are the asker's, and a link asks for whoever follows it.
    let field = |(field, column): (&FieldRef, &ArrayRef)| Field::new(guarded(field.name()), column.data_type().clone(), true);
    let fields: Vec<Field> = schema.fields().iter().zip(&columns).map(field).collect();
    RecordBatch::try_new(Arc::new(Schema::new(fields)), columns)
}

/// Whether values are written as texts.
fn is_text(kind: &DataType) -> bool {
    match kind {
        DataType::Dictionary(_, value) => is_text(value),
        DataType::Binary | DataType::LargeBinary => true,
        kind => kind.is_string() || kind.is_nested(),
    }
}

fn text(column: &ArrayRef) -> Result<ArrayRef, ArrowError> {
    let options = FormatOptions::default();
    let formatter = ArrayFormatter::try_new(column, &options)?;
    let written = |row: usize| formatter.value(row).try_to_string().map(|text| Some(guarded(&text).into_owned()));
    let value = |row: usize| if column.is_null(row) { Ok(None) } else { written(row) };
    let values: Result<Vec<Option<String>>, ArrowError> = (0..column.len()).map(value).collect();
    Ok(Arc::new(StringArray::from(values?)))
}
