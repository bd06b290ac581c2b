//! Catalogs, schemas, tables and table types.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use arrow::datatypes::{Field, Schema, SchemaRef};
use arrow::record_batch::RecordBatch;
use arrow_flight::error::FlightError;
use arrow_flight::sql::{CommandGetCatalogs, CommandGetDbSchemas, CommandGetTableTypes, CommandGetTables};
use gaugeglass_engine::{CATALOG, Relation, RelationKind};

use crate::like::Like;
use crate::type_info;

const TABLE: &str = "TABLE";
const VIEW: &str = "VIEW";

/// Columns of [`catalogs`].
pub(crate) fn catalogs_schema() -> SchemaRef {
    CommandGetCatalogs {}.into_builder().schema()
}

/// The one catalog.
pub(crate) fn catalogs() -> Result<RecordBatch, FlightError> {
    let mut builder = CommandGetCatalogs {}.into_builder();
    builder.append(CATALOG);
    builder.build()
}

/// Columns of [`schemas`].
pub(crate) fn schemas_schema() -> SchemaRef {
    CommandGetDbSchemas::default().into_builder().schema()
}

/// The schemas that `command` asks for.
pub(crate) fn schemas(command: &CommandGetDbSchemas, relations: &[Relation]) -> Result<RecordBatch, FlightError> {
    let mut builder = CommandGetDbSchemas::default().into_builder();
    let names: BTreeSet<&str> = relations.iter().map(|relation| relation.schema.as_str()).collect();
    let wanted = pattern(command.db_schema_filter_pattern.as_deref());
    for name in names.into_iter().filter(|name| is_ours(command.catalog.as_deref()) && wanted.matches(name)) {
        builder.append(CATALOG, name);
    }
    builder.build()
}

/// Columns of [`table_types`].
pub(crate) fn table_types_schema() -> SchemaRef {
    CommandGetTableTypes {}.into_builder().schema()
}

/// The kinds of relations.
pub(crate) fn table_types() -> Result<RecordBatch, FlightError> {
    let mut builder = CommandGetTableTypes {}.into_builder();
    builder.append(TABLE);
    builder.append(VIEW);
    builder.build()
}

/// Columns of [`tables`]: four, or five with the schema of each table.
pub(crate) fn tables_schema(command: &CommandGetTables) -> SchemaRef {
    empty(command).into_builder().schema()
}

/// The relations that `command` asks for.
pub(crate) fn tables(command: &CommandGetTables, relations: &[Relation]) -> Result<RecordBatch, FlightError> {
    let mut builder = empty(command).into_builder();
    let filter = Filter::new(command);
    for relation in relations.iter().filter(|relation| filter.admits(relation)) {
        let schema = described(relation);
        builder.append(CATALOG, &relation.schema, &relation.name, table_type(relation), &schema)?;
    }
    builder.build()
}

/// The command without its filters: they are applied here, where `\` escapes and type names have their aliases.
fn empty(command: &CommandGetTables) -> CommandGetTables {
    CommandGetTables { include_schema: command.include_schema, ..CommandGetTables::default() }
}

struct Filter {
    is_ours: bool,
    schema: Like,
    table: Like,
    types: Vec<String>,
}

impl Filter {
    fn new(command: &CommandGetTables) -> Filter {
        Filter {
            is_ours: is_ours(command.catalog.as_deref()),
            schema: pattern(command.db_schema_filter_pattern.as_deref()),
            table: pattern(command.table_name_filter_pattern.as_deref()),
            types: command.table_types.iter().map(|name| canonical(name)).collect(),
        }
    }

    fn admits(&self, relation: &Relation) -> bool {
        self.is_ours
            && self.schema.matches(&relation.schema)
            && self.table.matches(&relation.name)
            && (self.types.is_empty() || self.types.iter().any(|name| name == table_type(relation)))
    }
}

/// An absent catalog means all of them, an empty one those without a name: none.
fn is_ours(catalog: Option<&str>) -> bool {
    catalog.is_none_or(|catalog| catalog == CATALOG)
}

fn pattern(pattern: Option<&str>) -> Like {
    Like::new(pattern.unwrap_or("%"))
}

/// JDBC tools and Grafana ask for a `BASE TABLE`, ODBC tools for a `TABLE`, some for a `table`.
fn canonical(name: &str) -> String {
    match name.to_ascii_uppercase() {
        name if name == "BASE TABLE" => TABLE.to_owned(),
        name => name,
    }
}

fn table_type(relation: &Relation) -> &'static str {
    match relation.kind {
        RelationKind::Table => TABLE,
        RelationKind::View => VIEW,
    }
}

/// The schema of a relation with what tools look for in the metadata of its columns.
fn described(relation: &Relation) -> Schema {
    let fields = relation.arrow.fields().iter().map(|field| described_column(relation, field));
    Schema::new(fields.collect::<Vec<_>>())
}

fn described_column(relation: &Relation, field: &Arc<Field>) -> Field {
    let mut metadata: HashMap<String, String> = type_info::column_metadata(field.data_type());
    let names = [("CATALOG_NAME", CATALOG), ("SCHEMA_NAME", &relation.schema), ("TABLE_NAME", &relation.name)];
    metadata.extend(names.map(|(key, name)| (type_info::metadata_key(key), name.to_owned())));
    field.as_ref().clone().with_metadata(metadata)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use arrow::array::AsArray;
    use arrow::datatypes::DataType;
    use arrow_flight::IpcMessage;
    use prost::bytes::Bytes;

    use super::*;

    fn relation(schema: &str, name: &str, kind: RelationKind) -> Relation {
        let arrow = Arc::new(Schema::new(vec![Field::new("amount", DataType::Decimal128(18, 4), true)]));
        Relation { schema: schema.into(), name: name.into(), kind, arrow, doc: String::new(), key: vec![] }
    }

    fn relations() -> Vec<Relation> {
        vec![
            relation("metrics", "aov", RelationKind::View),
            relation("logs", "fx_rates", RelationKind::Table),
            relation("logs", "events", RelationKind::Table),
        ]
    }

    fn names(batch: &RecordBatch, column: usize) -> Vec<String> {
        batch.column(column).as_string::<i32>().iter().map(|name| name.unwrap_or_default().to_owned()).collect()
    }

    fn asked(catalog: Option<&str>, schema: Option<&str>, table: Option<&str>, types: &[&str]) -> Vec<String> {
        let command = CommandGetTables {
            catalog: catalog.map(str::to_owned),
            db_schema_filter_pattern: schema.map(str::to_owned),
            table_name_filter_pattern: table.map(str::to_owned),
            table_types: types.iter().map(|name| name.to_string()).collect(),
            include_schema: false,
        };
        names(&tables(&command, &relations()).unwrap(), 2)
    }

    #[test]
    fn tables_are_filtered_and_sorted() {
        assert_eq!(asked(None, None, None, &[]), ["events", "fx_rates", "aov"]);
        assert_eq!(asked(Some("gaugeglass"), Some("logs"), Some("%s"), &[]), ["events", "fx_rates"]);
        assert_eq!(asked(None, None, Some(r"fx\_%"), &[]), ["fx_rates"]);
        assert_eq!(asked(None, None, None, &["BASE TABLE", "table"]), ["events", "fx_rates"]);
        assert_eq!(asked(None, None, None, &["view"]), ["aov"]);
        assert_eq!(asked(None, None, None, &["SYSTEM TABLE"]), Vec::<String>::new());
        assert_eq!(asked(Some(""), None, None, &[]), Vec::<String>::new());
        assert_eq!(asked(Some("other"), None, None, &[]), Vec::<String>::new());
    }

    #[test]
    fn schemas_are_listed_once() {
        let all = schemas(&CommandGetDbSchemas::default(), &relations()).unwrap();
        assert_eq!(names(&all, 1), ["logs", "metrics"]);
        let command = CommandGetDbSchemas { catalog: None, db_schema_filter_pattern: Some("l%".into()) };
        assert_eq!(names(&schemas(&command, &relations()).unwrap(), 1), ["logs"]);
    }

    #[test]
    fn the_table_schema_is_there_when_it_is_asked_for() {
        let without = CommandGetTables::default();
        let with = CommandGetTables { include_schema: true, ..CommandGetTables::default() };
        assert_eq!(tables_schema(&without).fields().len(), 4);
        assert_eq!(tables(&without, &relations()).unwrap().schema(), tables_schema(&without));
        assert_eq!(tables(&with, &relations()).unwrap().schema(), tables_schema(&with));
    }

    #[test]
    fn a_table_schema_names_its_types() {
        let with = CommandGetTables { include_schema: true, ..CommandGetTables::default() };
        let batch = tables(&with, &relations()).unwrap();
        let bytes = Bytes::copy_from_slice(batch.column(4).as_binary::<i32>().value(0));
        let schema = Schema::try_from(IpcMessage(bytes)).unwrap();
        let metadata = schema.field(0).metadata();
        let shown = ["TYPE_NAME", "PRECISION", "SCALE", "TABLE_NAME"].map(|key| &metadata[&type_info::metadata_key(key)]);
        assert_eq!(shown, ["DECIMAL", "18", "4", "events"]);
    }
}
