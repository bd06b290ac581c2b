//! Computing an answer: run once for all who ask at the same time, brought under the metric's one shape.

use std::sync::Arc;

use arrow::array::{ArrayRef, AsArray, Float64Array, new_null_array};
use arrow::compute::{cast, concat_batches};
use arrow::datatypes::{DataType, FieldRef, Float64Type, Schema, SchemaRef};
use arrow::record_batch::RecordBatch;
use chrono::{DateTime, Utc};
use datafusion::common::{ParamValues, ScalarValue};
use futures::FutureExt;
use gaugeglass_metrics::{Grain, Metric};

use super::stamp;
use crate::Error;
use crate::request::{Door, Request};
use crate::scope::Scope;
use crate::session::Session;

/// All that computing an answer takes.
pub struct Work {
    pub scope: Scope,
    pub metric: Arc<Metric>,
    pub grain: Grain,
    pub to: DateTime<Utc>,
    pub wait_s: i64,
    pub watermark: Option<DateTime<Utc>>,
    pub schema: SchemaRef,
    pub sql: String,
    pub values: Vec<(String, ScalarValue)>,
}

impl Work {
    /// Runs the statement and stamps its rows.
    pub async fn batch(self) -> Result<RecordBatch, Error> {
        let session = Session::new(self.scope.clone(), Request::new("gaugeglass", Door::Engine));
        let rows = session.rows_of(&self.sql, ParamValues::from(self.values.clone())).await?;
        let plain = under(&figures_schema(&self.schema), &rows)?;
        stamp::stamp(&self, &plain)
    }
}

/// The answer under this key, kept or computed. A page asks for one figure in several places at once; it is computed for all
/// of them together.
pub async fn computed_once<F>(scope: &Scope, key: String, work: F) -> Result<RecordBatch, Error>
where
    F: Future<Output = Result<RecordBatch, Error>> + Send + 'static,
{
    if let Some(batch) = scope.engine.results.get(&key) {
        return Ok(batch);
    }
    let (engine, id) = (Arc::clone(&scope.engine), key.clone());
    let compute = move || {
        async move {
            engine.results.put(id, work.await?);
            Ok(())
        }
        .boxed()
    };
    scope.engine.shared(&format!("answer {key}"), compute).await?;
    scope.engine.results.get(&key).ok_or_else(|| Error::Busy("the answer was computed and pushed out by others; ask again".into()))
}

/// The part of a metric's schema that its SELECT gives; bounds are added where it has none.
fn figures_schema(schema: &SchemaRef) -> SchemaRef {
    let stamp = ["maturity", "grade", "as_of", "watermark", "definition"];
    let fields: Vec<FieldRef> = schema.fields().iter().filter(|field| !stamp.contains(&field.name().as_str())).cloned().collect();
    Arc::new(Schema::new(fields))
}

fn under(schema: &SchemaRef, rows: &[RecordBatch]) -> Result<RecordBatch, Error> {
    let batches: Result<Vec<RecordBatch>, Error> = rows.iter().map(|batch| one_under(schema, batch)).collect();
    concat_batches(schema, &batches?).map_err(Error::internal)
}

fn one_under(schema: &SchemaRef, batch: &RecordBatch) -> Result<RecordBatch, Error> {
    let columns: Result<Vec<ArrayRef>, Error> = schema
        .fields()
        .iter()
        .map(|field| match batch.column_by_name(field.name()) {
            Some(column) => cast(column, field.data_type()).map(finite).map_err(Error::internal),
            None => Ok(new_null_array(field.data_type(), batch.num_rows())),
        })
        .collect();
    RecordBatch::try_new(Arc::clone(schema), columns?).map_err(Error::internal)
}

/// NaN says nothing that null does not, and breaks charts and JSON.
fn finite(column: ArrayRef) -> ArrayRef {
    match column.data_type() {
        DataType::Float64 => {
            let values = column.as_primitive::<Float64Type>();
            Arc::new(values.iter().map(|value| value.filter(|value| !value.is_nan())).collect::<Float64Array>())
        }
        _ => column,
    }
}
