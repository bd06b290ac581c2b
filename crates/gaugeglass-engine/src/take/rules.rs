//! Planning what the audit is made of: checks, the rows behind them, and the defects that they must notice.

use std::sync::Arc;

use gaugeglass_metrics::{Check, Diagnostic};

use super::{diagnose, session};
use crate::Error;
use crate::scope::Scope;

/// Plans each check, and the statement that shows its rows.
pub async fn plan_checks(scope: &Scope) -> Vec<Diagnostic> {
    let registry = &scope.snapshot.registry;
    let mut broken = Vec::new();
    for check in registry.checks().iter().chain(registry.gates()) {
        if let Err(error) = session(scope).logical(&check.sql).await {
            broken.push(diagnose(registry, &check.path, &check.sql, &error));
        } else if let Err(error) = plan_evidence(scope, check).await {
            broken.extend(registry.diagnose_key(&check.path, "evidence", "evidence", &error.to_string()));
        }
    }
    broken
}

async fn plan_evidence(scope: &Scope, check: &Check) -> Result<(), Error> {
    match &check.evidence {
        Some(evidence) => session(scope).logical(&evidence.sql).await.map(drop),
        None => Ok(()),
    }
}

/// Plans each mutation as written, then what it stands in for, so that a column that it does not give is found.
pub async fn plan_mutations(scope: &Scope) -> Vec<Diagnostic> {
    let registry = &scope.snapshot.registry;
    let mut broken = Vec::new();
    for mutation in registry.mutations() {
        let mutated = Scope { mutation: Some(Arc::clone(mutation)), ..scope.clone() };
        let read = format!("select * from {}", mutation.replaces);
        if let Err(error) = session(scope).logical(&mutation.sql).await {
            broken.push(diagnose(registry, &mutation.path, &mutation.sql, &error));
        } else if let Err(error) = session(&mutated).logical(&read).await {
            broken.extend(registry.diagnose_key(&mutation.path, "replaces", &mutation.replaces, &error.to_string()));
        }
    }
    broken
}
