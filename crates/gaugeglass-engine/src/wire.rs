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

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use arrow::array::{Array, DictionaryArray, StringViewArray};
    use arrow::datatypes::Int32Type;

    use super::*;

    #[test]
    fn views_and_dictionaries_never_leave_also_inside_other_types() {
        let label = DataType::Dictionary(Box::new(DataType::Int32), Box::new(DataType::Utf8));
        let inner = Fields::from(vec![Field::new("a", DataType::Utf8View, false)]);
        let cases = [
            (DataType::Utf8View, DataType::Utf8),
            (DataType::BinaryView, DataType::Binary),
            (label, DataType::Utf8),
            (DataType::new_list(DataType::Utf8View, false), DataType::new_list(DataType::Utf8, false)),
            (DataType::Struct(inner), DataType::Struct(vec![Field::new("a", DataType::Utf8, false)].into())),
            (DataType::Int64, DataType::Int64),
        ];
        for (engine, wire) in cases {
            let schema = wire_schema(&Schema::new(vec![Field::new("c", engine.clone(), false)]));
            assert_eq!(schema.field(0), &Field::new("c", wire, true), "{engine}");
        }
    }

    #[test]
    fn values_survive_and_rows_without_columns_keep_their_count() {
        let labels: DictionaryArray<Int32Type> = vec![Some("web"), None].into_iter().collect();
        let views = StringViewArray::from(vec![Some("a"), Some("b")]);
        let batch = RecordBatch::try_from_iter([("label", Arc::new(labels) as ArrayRef), ("view", Arc::new(views) as ArrayRef)]).unwrap();
        let sent = wire_batch(&batch, &wire_schema(batch.schema().as_ref())).unwrap();
        assert_eq!(
            sent.column(0).as_any().downcast_ref::<arrow::array::StringArray>().unwrap().iter().collect::<Vec<_>>(),
            [Some("web"), None]
        );
        assert_eq!(sent.column(1).len(), 2);
        let bare = RecordBatch::try_new_with_options(Arc::new(Schema::empty()), vec![], &RecordBatchOptions::new().with_row_count(Some(3)))
            .unwrap();
        assert_eq!(wire_batch(&bare, &Arc::new(Schema::empty())).unwrap().num_rows(), 3);
    }
}
