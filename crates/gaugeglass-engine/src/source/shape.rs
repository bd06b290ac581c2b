//! The columns of a source: as its files give them, and as its mapping sees them.

use std::sync::Arc;

use arrow::datatypes::{DataType, Field, Schema, SchemaRef, TimeUnit};
use gaugeglass_metrics::ColumnShape;

use super::is_place;

/// Columns as seen and as read. They differ where a text holds JSON: it is read as text and seen as what is in it.
#[derive(Debug, Clone)]
pub struct Shape {
    /// As the mapping sees them.
    pub seen: SchemaRef,
    read: SchemaRef,
}

impl Shape {
    /// Columns that are seen as they are read.
    pub fn same(schema: SchemaRef) -> Shape {
        Shape { read: Arc::clone(&schema), seen: schema }
    }

    /// The columns that a mapping declares. In a format without types all is text, but for JSON in it.
    pub fn declared(columns: &[(String, ColumnShape)], is_text: bool) -> Shape {
        let seen = |shape: &ColumnShape| match shape {
            ColumnShape::Json(_) => arrow(shape),
            _ if is_text => DataType::Utf8,
            shape => arrow(shape),
        };
        let read = |shape: &ColumnShape| match shape {
            ColumnShape::Json(_) => DataType::Utf8,
            shape => seen(shape),
        };
        let schema = |kind: &dyn Fn(&ColumnShape) -> DataType| {
            Arc::new(Schema::new(columns.iter().map(|(name, shape)| Field::new(name, kind(shape), true)).collect::<Vec<_>>()))
        };
        Shape { seen: schema(&seen), read: schema(&read) }
    }

    /// What a reader is asked for to give the columns of `projected`.
    pub fn wanted(&self, projected: &Schema) -> SchemaRef {
        let own = projected.fields().iter().filter(|field| !is_place(field.name()));
        let read =
            own.map(|field| self.read.field_with_name(field.name()).map_or_else(|_| Arc::clone(field), |field| Arc::new(field.clone())));
        Arc::new(Schema::new(read.collect::<Vec<_>>()))
    }
}

fn arrow(shape: &ColumnShape) -> DataType {
    match shape {
        ColumnShape::Text => DataType::Utf8,
        ColumnShape::Integer => DataType::Int64,
        ColumnShape::Number => DataType::Float64,
        ColumnShape::Boolean => DataType::Boolean,
        ColumnShape::Date => DataType::Date32,
        ColumnShape::Timestamp => DataType::Timestamp(TimeUnit::Microsecond, Some("UTC".into())),
        ColumnShape::Map => map(),
        ColumnShape::Json(inner) => arrow(inner),
        ColumnShape::Object(members) => {
            DataType::Struct(members.iter().map(|(name, shape)| Field::new(name, arrow(shape), true)).collect())
        }
        ColumnShape::List(item) => DataType::List(Arc::new(Field::new_list_field(arrow(item), true))),
    }
}

fn map() -> DataType {
    let entry = vec![Field::new("key", DataType::Utf8, false), Field::new("value", DataType::Utf8, true)];
    DataType::Map(Arc::new(Field::new("entries", DataType::Struct(entry.into()), false)), false)
}
