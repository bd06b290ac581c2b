//! A relation with a known defect: the SELECT of a mutation over the relations as they are, under the columns of the one that it
//! stands in for.

use std::sync::Arc;

use arrow::datatypes::Schema;
use chrono::Duration;
use datafusion::catalog::TableProvider;
use datafusion::common::{ParamValues, Result};
use datafusion::datasource::ViewTable;
use datafusion::logical_expr::{Expr, LogicalPlanBuilder, cast, col};
use gaugeglass_metrics::Mutation;

use crate::audit::WINDOW_DAYS;
use crate::metric;
use crate::request::{Door, Request};
use crate::scope::Scope;
use crate::session::Session;

/// The relation as the mutation gives it; its `$from` and `$to` are those of an audit.
pub async fn table(scope: &Scope, mutation: &Mutation, schema: &Schema) -> Result<Arc<dyn TableProvider>> {
    let as_logged = Scope { mutation: None, ..scope.clone() };
    let values = metric::standard(scope, scope.as_of - Duration::days(WINDOW_DAYS), scope.as_of);
    let session = Session::new(as_logged, Request::new("gaugeglass", Door::Engine));
    let plan = session.logical(&mutation.sql).await?.with_param_values(ParamValues::from(values))?;
    let columns = schema.fields().iter().map(|field| cast(col(field.name()), field.data_type().clone()).alias(field.name()));
    let plan = LogicalPlanBuilder::from(plan).project(columns.collect::<Vec<Expr>>())?.build()?;
    Ok(Arc::new(ViewTable::new(plan, None)))
}
