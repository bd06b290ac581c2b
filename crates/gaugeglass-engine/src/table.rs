//! Running a table: a relation of many rows that depends on the instant it is asked for.
//!
//! Unlike a model it may read `$as_of`, so it is computed for each instant; like a metric it is kept in memory until
//! something that it reads changes.

use std::sync::Arc;

use arrow::compute::concat_batches;
use arrow::datatypes::SchemaRef;
use arrow::record_batch::RecordBatch;
use datafusion::common::{ParamValues, ScalarValue};
use gaugeglass_metrics::{Grain, Model};

use crate::request::{Door, Request};
use crate::scope::Scope;
use crate::session::Session;
use crate::{Error, metric, range, wire};

/// The columns of a table, found by planning it.
pub async fn planned(scope: &Scope, table: &Model) -> Result<SchemaRef, Error> {
    let shape = session(scope).shape_of(&table.sql, ParamValues::from(values(scope, table)?), &table.sql).await?;
    Ok(wire::wire_schema(&shape))
}

/// The rows of the table of this name.
pub async fn rows(scope: &Scope, name: &str) -> Result<RecordBatch, Error> {
    let found = scope.snapshot.registry.table(name).zip(scope.snapshot.tables.get(name));
    let (table, schema) = found.ok_or_else(|| Error::internal("a table that planned is not there"))?;
    let values = values(scope, table)?;
    let key = metric::answer_key(scope, &table.definition, &table.sql, &values, &table.inputs);
    metric::computed_once(scope, key, computed(session(scope), Arc::clone(table), Arc::clone(schema), values)).await
}

async fn computed(
    session: Session,
    table: Arc<Model>,
    schema: SchemaRef,
    values: Vec<(String, ScalarValue)>,
) -> Result<RecordBatch, Error> {
    let batches = session.rows_of(&table.sql, ParamValues::from(values)).await?;
    let batches: Result<Vec<_>, _> = batches.iter().map(|batch| wire::wire_batch(batch, &schema)).collect();
    concat_batches(&schema, &batches.map_err(Error::internal)?).map_err(Error::internal)
}

/// The standard placeholders over the default range, then what the file declares.
fn values(scope: &Scope, table: &Model) -> Result<Vec<(String, ScalarValue)>, Error> {
    let zone = scope.engine.settings.time_zone;
    let (from, to) = range::resolve(None, None, scope.as_of, zone)?;
    let mut values = metric::standard(scope, from, to);
    values.push(metric::grain(Grain::Total));
    values.extend(metric::declared(scope, &table.parameters, &[])?);
    Ok(values)
}

fn session(scope: &Scope) -> Session {
    Session::new(scope.clone(), Request::new("gaugeglass", Door::Engine))
}
