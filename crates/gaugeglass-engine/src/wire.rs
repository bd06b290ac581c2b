//! The one schema that leaves the engine.
//!
//! Clients disagree on what they can read: drivers in the field know no view types, compare schemas
//! to the letter, and treat nullability as part of the type. So the same function makes the schema
//! that is announced and the schema that is sent: no views, no dictionaries, every column nullable.

use std::collections::HashMap;
use std::sync::Arc;

use arrow::array::ArrayRef;
use arrow::compute::cast;
use arrow::datatypes::{DataType, Field, FieldRef, Fields, Schema, SchemaRef};
use arrow::error::ArrowError;
use arrow::record_batch::{RecordBatch, RecordBatchOptions};

/// The schema of an answer as every client sees it.
pub fn wire_schema(schema: &Schema) -> SchemaRef {
    let fields: Vec<Field> = schema.fields().iter().map(|field| wire_field(field).with_nullable(true)).collect();
    Arc::new(Schema::new(fields))
}

/// A batch under its wire schema.
pub fn wire_batch(batch: &RecordBatch, schema: &SchemaRef) -> Result<RecordBatch, ArrowError> {
    let columns: Result<Vec<ArrayRef>, ArrowError> = batch
        .columns()
        .iter()
        .zip(schema.fields())
        .map(|(column, field)| match column.data_type() == field.data_type() {
            true => Ok(Arc::clone(column)),
            false => cast(column, field.data_type()),
        })
        .collect();
    let options = RecordBatchOptions::new().with_row_count(Some(batch.num_rows()));
    RecordBatch::try_new_with_options(Arc::clone(schema), columns?, &options)
}

fn wire_field(field: &FieldRef) -> Field {
    Field::new(field.name(), wire_type(field.data_type()), field.is_nullable()).with_metadata(HashMap::new())
}

fn wire_type(kind: &DataType) -> DataType {
    match kind {
        DataType::Utf8View => DataType::Utf8,
        DataType::BinaryView => DataType::Binary,
        DataType::Dictionary(_, value) => wire_type(value),
        DataType::RunEndEncoded(_, values) => wire_type(values.data_type()),
        DataType::ListView(item) | DataType::List(item) => DataType::List(Arc::new(wire_field(item))),
        DataType::LargeListView(item) | DataType::LargeList(item) => DataType::LargeList(Arc::new(wire_field(item))),
        DataType::Struct(fields) => DataType::Struct(wire_fields(fields)),
        DataType::Map(entries, sorted) => DataType::Map(Arc::new(wire_field(entries)), *sorted),
        other => other.clone(),
    }
}

fn wire_fields(fields: &Fields) -> Fields {
    fields.iter().map(wire_field).collect()
}

/// The schema in which a model is kept: as on the wire, but labels stay dictionaries.
pub fn stored_schema(schema: &Schema) -> SchemaRef {
    let fields: Vec<Field> = schema.fields().iter().map(|field| stored_field(field)).collect();
    Arc::new(Schema::new(fields))
}

fn stored_field(field: &Field) -> Field {
    let kind = match field.data_type() {
        DataType::Dictionary(_, _) => field.data_type().clone(),
        other => wire_type(other),
    };
    Field::new(field.name(), kind, true)
}
