//! Service-level objectives at the instant of a request: which minutes count, what they hold, and when budgets burnt too fast.
//!
//! A promise is counted by its metric's own SELECT, minute by minute, and judged as far as its logs have arrived. Answers are
//! kept in memory as those of metrics are, until something that they read changes.

mod arrival;
mod counts;
mod promise;
mod spans;

use arrow::compute::{cast, concat_batches};
use arrow::datatypes::SchemaRef;
use arrow::record_batch::RecordBatch;
use chrono::{DateTime, DurationRound, TimeDelta, Utc};
use datafusion::common::{ParamValues, ScalarValue};

pub use counts::{by_minute, of_period};
pub use promise::{Promise, promises};
pub use spans::{schema as span_schema, spans};

use crate::request::{Door, Request};
use crate::scope::Scope;
use crate::session::Session;
use crate::{Error, metric};

/// The start of the minute that holds an instant.
fn minute(instant: DateTime<Utc>) -> DateTime<Utc> {
    instant.duration_trunc(TimeDelta::minutes(1)).unwrap_or(instant)
}

/// The scope at the start of its minute, so that one answer does for all who ask within it. A pinned instant stays: what is
/// computed for it is kept under it.
pub fn at_minute(scope: &Scope) -> Scope {
    match scope.pinned {
        true => scope.clone(),
        false => Scope { as_of: minute(scope.as_of), ..scope.clone() },
    }
}

/// The metrics that make a promise, and what their SQL and its watermark read.
pub fn inputs(scope: &Scope) -> Vec<String> {
    let promising = scope.snapshot.registry.metrics().filter(|metric| metric.slo.is_some());
    let read = promising.flat_map(|metric| {
        let needed = metric.needs.iter().map(|log| format!("logs.{log}"));
        metric.inputs.iter().cloned().chain(needed)
    });
    read.chain(["model.burn_rules".to_owned()]).collect()
}

/// A statement of ours with all that it depends on.
struct Asked<'a> {
    definition: &'a str,
    sql: String,
    values: Vec<(String, ScalarValue)>,
    inputs: &'a [String],
    schema: SchemaRef,
}

/// The rows of a statement under its schema, column by column, kept or computed.
async fn kept(scope: &Scope, asked: Asked<'_>) -> Result<RecordBatch, Error> {
    let Asked { definition, sql, values, inputs, schema } = asked;
    let key = metric::answer_key(scope, definition, &sql, &values, inputs);
    let session = Session::new(scope.clone(), Request::new("gaugeglass", Door::Engine));
    let work = async move {
        let rows = session.rows_of(&sql, ParamValues::from(values)).await?;
        let batches: Result<Vec<RecordBatch>, Error> = rows.iter().map(|batch| under(&schema, batch)).collect();
        concat_batches(&schema, &batches?).map_err(Error::internal)
    };
    metric::computed_once(scope, key, work).await
}

fn under(schema: &SchemaRef, batch: &RecordBatch) -> Result<RecordBatch, Error> {
    let pairs = batch.columns().iter().zip(schema.fields());
    let columns: Result<Vec<_>, _> = pairs.map(|(column, field)| cast(column, field.data_type())).collect();
    RecordBatch::try_new(SchemaRef::clone(schema), columns.map_err(Error::internal)?).map_err(Error::internal)
}
