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
    let reads_orders = metric.unit == Unit::Money && metric.inputs.iter().any(|input| input == "model.orders");
    if !reads_orders || !scope.snapshot.has_log("orders") {
        return None;
    }
    let session = Session::new(scope.clone(), Request::new("gaugeglass", Door::Engine));
    let rows = session.rows_of(BASE_CURRENCY, ParamValues::from(Vec::<(String, _)>::new())).await.ok()?;
    rows.iter().find_map(first)
}

fn first(batch: &RecordBatch) -> Option<String> {
    let column = cast(batch.column(0), &DataType::Utf8).ok()?;
    let column = column.as_string_opt::<i32>()?;
    (!column.is_empty() && !column.is_null(0)).then(|| column.value(0).to_owned())
}
