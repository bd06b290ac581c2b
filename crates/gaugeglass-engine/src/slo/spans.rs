//! The time that was judged, as spans of one state for each promise, slice and alert.

use arrow::datatypes::{DataType, SchemaRef};
use arrow::record_batch::RecordBatch;

use super::{Asked, kept, minute};
use crate::relations::columns::{instant_type, schema as columns};
use crate::scope::Scope;
use crate::{Error, metric};

/// What the table of alerts and the table of burn rates share.
const SQL: &str = include_str!("spans.sql");
/// Relations of the service's own state: their content is named by the whole snapshot.
const INPUTS: [&str; 3] = ["meta.slos", "meta.slo_minutes", "model.burn_rules"];

/// The columns of the spans.
pub fn schema() -> SchemaRef {
    let text = |name: &'static str| (name, DataType::Utf8);
    columns(&[
        text("slo"),
        text("slice"),
        text("severity"),
        text("pair"),
        ("long_s", DataType::Int64),
        ("short_s", DataType::Int64),
        ("factor", DataType::Float64),
        text("state"),
        ("started_at", instant_type()),
        ("ended_at", instant_type()),
        ("peak_burn", DataType::Float64),
        ("bad", DataType::Int64),
    ])
}

/// The spans, each from its first instant to the first instant of another state.
pub async fn spans(scope: &Scope) -> Result<RecordBatch, Error> {
    let asked = Asked {
        definition: "",
        sql: SQL.to_owned(),
        values: metric::standard(scope, scope.as_of, minute(scope.as_of)),
        inputs: &INPUTS.map(str::to_owned),
        schema: schema(),
    };
    kept(scope, asked).await
}
