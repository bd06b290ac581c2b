//! `readiness.*`: the audit as relations. One file a relation.

mod checks;
mod dimensions;
mod exemptions;
mod findings;
mod level;
mod probes;
mod remediations;
mod unseen;

use std::sync::Arc;

use datafusion::catalog::TableProvider;
use datafusion::common::Result as DataFusionResult;

use super::meta::{MetaRelation, named};
use crate::scope::Scope;

/// The relations of `readiness`.
pub fn readiness_relations() -> Vec<MetaRelation> {
    vec![
        checks::relation(),
        dimensions::relation(),
        exemptions::relation(),
        findings::relation(),
        level::relation(),
        probes::relation(),
        remediations::relation(),
        unseen::relation(),
    ]
}

/// The relation as a table.
pub fn table(name: &str, scope: &Scope) -> DataFusionResult<Option<Arc<dyn TableProvider>>> {
    named(readiness_relations(), name, scope)
}
