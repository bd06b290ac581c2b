//! Primary keys, from what a relation declares, and foreign keys, of which there are none.

use std::sync::{Arc, LazyLock};

use arrow::array::{ArrayRef, Int32Array, StringArray};
use arrow::datatypes::{DataType, Field, Schema, SchemaRef};
use arrow::error::ArrowError;
use arrow::record_batch::RecordBatch;
use arrow_flight::sql::CommandGetPrimaryKeys;
use gaugeglass_engine::{CATALOG, Relation};

static PRIMARY: LazyLock<SchemaRef> = LazyLock::new(|| {
    columns(&[
        ("catalog_name", DataType::Utf8, true),
        ("db_schema_name", DataType::Utf8, true),
        ("table_name", DataType::Utf8, false),
        ("column_name", DataType::Utf8, false),
        ("key_sequence", DataType::Int32, false),
        ("key_name", DataType::Utf8, true),
    ])
});

static FOREIGN: LazyLock<SchemaRef> = LazyLock::new(|| {
    columns(&[
        ("pk_catalog_name", DataType::Utf8, true),
        ("pk_db_schema_name", DataType::Utf8, true),
        ("pk_table_name", DataType::Utf8, false),
        ("pk_column_name", DataType::Utf8, false),
        ("fk_catalog_name", DataType::Utf8, true),
        ("fk_db_schema_name", DataType::Utf8, true),
        ("fk_table_name", DataType::Utf8, false),
        ("fk_column_name", DataType::Utf8, false),
        ("key_sequence", DataType::Int32, false),
        ("fk_key_name", DataType::Utf8, true),
        ("pk_key_name", DataType::Utf8, true),
        ("update_rule", DataType::UInt8, false),
        ("delete_rule", DataType::UInt8, false),
    ])
});

/// Columns of [`primary`].
pub(crate) fn primary_schema() -> SchemaRef {
    PRIMARY.clone()
}

/// Columns of exported keys, imported keys and cross references, which stay empty.
pub(crate) fn foreign_schema() -> SchemaRef {
    FOREIGN.clone()
}

/// The key columns of the table that `command` names, in the order of the key.
pub(crate) fn primary(command: &CommandGetPrimaryKeys, relations: &[Relation]) -> Result<RecordBatch, ArrowError> {
    let named = relations.iter().filter(|relation| is_named(command, relation));
    let rows: Vec<(&Relation, i32, &str)> =
        named.flat_map(|relation| (1..).zip(&relation.key).map(move |(place, column)| (relation, place, column.as_str()))).collect();
    let text =
        |value: fn(&(&Relation, i32, &str)) -> String| -> ArrayRef { Arc::new(StringArray::from_iter_values(rows.iter().map(value))) };
    RecordBatch::try_new(
        primary_schema(),
        vec![
            text(|_| CATALOG.to_owned()),
            text(|(relation, ..)| relation.schema.clone()),
            text(|(relation, ..)| relation.name.clone()),
            text(|(.., column)| (*column).to_owned()),
            Arc::new(Int32Array::from_iter_values(rows.iter().map(|(_, place, _)| *place))),
            text(|(relation, ..)| format!("{}_key", relation.name)),
        ],
    )
}

fn is_named(command: &CommandGetPrimaryKeys, relation: &Relation) -> bool {
    command.catalog.as_deref().is_none_or(|catalog| catalog == CATALOG)
        && command.db_schema.as_ref().is_none_or(|schema| *schema == relation.schema)
        && command.table == relation.name
}

fn columns(columns: &[(&str, DataType, bool)]) -> SchemaRef {
    let fields = columns.iter().map(|(name, kind, is_nullable)| Field::new(*name, kind.clone(), *is_nullable));
    Arc::new(Schema::new(fields.collect::<Vec<_>>()))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use arrow::array::AsArray;
    use arrow::datatypes::Int32Type;
    use gaugeglass_engine::RelationKind;

    use super::*;

    fn keys(schema: Option<&str>, table: &str) -> Vec<(i32, String)> {
        let events = Relation {
            schema: "logs".into(),
            name: "events".into(),
            kind: RelationKind::Table,
            arrow: Arc::new(Schema::empty()),
            doc: String::new(),
            key: vec!["source".into(), "event_id".into()],
        };
        let command = CommandGetPrimaryKeys { catalog: None, db_schema: schema.map(str::to_owned), table: table.into() };
        let batch = primary(&command, &[events]).unwrap();
        let names = batch.column(3).as_string::<i32>().iter().flatten().map(str::to_owned);
        batch.column(4).as_primitive::<Int32Type>().values().iter().copied().zip(names).collect()
    }

    #[test]
    fn a_key_is_listed_in_its_order() {
        let expected = [(1, "source".to_owned()), (2, "event_id".to_owned())];
        assert_eq!(keys(Some("logs"), "events"), expected);
        assert_eq!(keys(None, "events"), expected);
        assert_eq!(keys(Some("model"), "events"), []);
        assert_eq!(keys(None, "event%"), []);
    }
}
