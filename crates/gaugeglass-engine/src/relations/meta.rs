//! `meta.*`: the service about itself. One file a relation.

mod coverage;
mod files;
mod freshness;
mod functions;
mod metrics;
mod quarantine;
mod queries;
mod settings;
mod slo_minutes;
mod slo_spans;
mod slo_spending;
mod slos;
mod sources;
mod version;
mod violations;

use std::sync::Arc;

use arrow::datatypes::SchemaRef;
use arrow::record_batch::RecordBatch;
use datafusion::catalog::TableProvider;
use datafusion::common::Result as DataFusionResult;
use futures::future::BoxFuture;

use super::lazy;
use crate::Error;
use crate::scope::Scope;

/// A relation that the engine makes itself.
pub struct MetaRelation {
    /// Its name in `meta`.
    pub name: &'static str,
    /// What it tells.
    pub doc: &'static str,
    /// Its columns.
    pub schema: fn() -> SchemaRef,
    /// Its rows.
    pub rows: fn(Scope) -> BoxFuture<'static, Result<RecordBatch, Error>>,
}

/// All of them.
pub fn meta_relations() -> Vec<MetaRelation> {
    vec![
        coverage::relation(),
        files::relation(),
        freshness::relation(),
        functions::relation(),
        metrics::relation(),
        quarantine::relation(),
        queries::relation(),
        settings::relation(),
        slo_minutes::relation(),
        slo_spans::relation(),
        slo_spending::relation(),
        slos::relation(),
        sources::relation(),
        version::relation(),
        violations::relation(),
    ]
}

/// The relation as a table.
pub fn table(name: &str, scope: &Scope) -> DataFusionResult<Option<Arc<dyn TableProvider>>> {
    named(meta_relations(), name, scope)
}

/// The one of this name among relations that the engine makes, as a table.
pub fn named(relations: Vec<MetaRelation>, name: &str, scope: &Scope) -> DataFusionResult<Option<Arc<dyn TableProvider>>> {
    let Some(relation) = relations.into_iter().find(|relation| relation.name == name) else {
        return Ok(None);
    };
    let scope = scope.clone();
    lazy::table((relation.schema)(), Arc::new(move || (relation.rows)(scope.clone()))).map(Some)
}
