//! The currency of a metric's amounts: the one that orders are converted into.

use arrow::array::{Array, AsArray};
use arrow::compute::cast;
use arrow::datatypes::DataType;
use arrow::record_batch::RecordBatch;
use datafusion::common::ParamValues;
use gaugeglass_metrics::{Metric, Unit};

use crate::request::{Door, Request};
use crate::scope::Scope;
use crate::session::Session;

const BASE_CURRENCY: &str = "select max(base_currency) as currency from model.orders";

/// None where the metric has no amounts, or nothing says what they are in.
pub async fn of(scope: &Scope, metric: &Metric) -> Option<String> {
    if metric.unit != Unit::Money || !scope.snapshot.has_log("orders") || !reads(scope, &metric.inputs, "model.orders") {
        return None;
    }
    let session = Session::new(scope.clone(), Request::new("gaugeglass", Door::Engine));
    let rows = session.rows_of(BASE_CURRENCY, ParamValues::from(Vec::<(String, _)>::new())).await.ok()?;
    rows.iter().find_map(first)
}

/// Whether a relation is among the inputs, or behind a model among them.
fn reads(scope: &Scope, inputs: &[String], wanted: &str) -> bool {
    let behind = |name: &str| scope.snapshot.registry.model(name).is_some_and(|model| reads(scope, &model.inputs, wanted));
    inputs.iter().any(|input| input == wanted || input.strip_prefix("model.").is_some_and(behind))
}

fn first(batch: &RecordBatch) -> Option<String> {
    let column = cast(batch.column(0), &DataType::Utf8).ok()?;
    let column = column.as_string_opt::<i32>()?;
    (!column.is_empty() && !column.is_null(0)).then(|| column.value(0).to_owned())
}
