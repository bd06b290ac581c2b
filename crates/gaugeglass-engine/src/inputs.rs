//! Making ready what a question reads, before its clock starts.
//!
//! Reading a log for the first time can take longer than a query may. That work is shared by all
//! who ask and is not the query's own, so it is done ahead of the deadline. What fails here fails
//! again, with its words, where it is read.

use std::collections::BTreeSet;

use datafusion::common::tree_node::TreeNodeRecursion;
use datafusion::logical_expr::LogicalPlan;

use crate::audit;
use crate::materialise;
use crate::scope::Scope;
use crate::slo;
use crate::snapshot::LogState;

/// Relations that tell about every log.
const OVER_ALL_LOGS: [&str; 5] = ["meta.coverage", "meta.files", "meta.freshness", "meta.quarantine", "meta.violations"];

/// The logs behind a set of relations; every one that is read, where they tell about all.
pub fn logs_behind(scope: &Scope, inputs: &[String]) -> BTreeSet<String> {
    let mut logs = materialise::logs_behind(scope, inputs);
    if inputs.iter().any(|input| OVER_ALL_LOGS.contains(&input.as_str())) {
        logs.extend(scope.snapshot.listed().map(|listed| listed.log.name.to_owned()));
    }
    logs
}

/// Makes ready what a plan reads.
pub async fn of_plan(scope: &Scope, plan: &LogicalPlan) {
    let mut names = Vec::new();
    let walked = plan.apply_with_subqueries(|node| {
        if let LogicalPlan::TableScan(scan) = node {
            names.push(format!("{}.{}", scan.table_name.schema().unwrap_or("metrics"), scan.table_name.table()));
        }
        Ok(TreeNodeRecursion::Continue)
    });
    // The closure does not fail, so neither does the walk.
    if walked.is_ok() {
        of_relations(scope, names).await;
    }
}

/// Makes ready relations by their two-part names.
pub async fn of_relations(scope: &Scope, names: Vec<String>) {
    let mut waiting = names;
    let mut seen = BTreeSet::new();
    while let Some(name) = waiting.pop() {
        if !seen.insert(name.clone()) {
            continue;
        }
        waiting.extend(behind(scope, &name));
        match name.split_once('.') {
            Some(("logs", log)) => of_log(scope, log).await,
            Some(("model", model)) => {
                if let Err(error) = materialise::materialised(scope, model).await {
                    tracing::debug!(%model, %error, "not ready");
                }
            }
            _ => {}
        }
    }
}

/// What a relation reads in its turn; a model's inputs are made ready with it.
fn behind(scope: &Scope, name: &str) -> Vec<String> {
    let registry = &scope.snapshot.registry;
    match name.split_once('.') {
        Some(("metrics", name)) => {
            let inputs = registry.metric(name).map(|metric| &metric.inputs).or_else(|| registry.table(name).map(|table| &table.inputs));
            inputs.cloned().unwrap_or_default()
        }
        Some(("meta", "slos" | "slo_minutes" | "slo_spans" | "slo_spending")) => slo::inputs(scope),
        Some(("readiness", _)) => audit::inputs(scope),
        _ if OVER_ALL_LOGS.contains(&name) => scope.snapshot.logs.keys().map(|log| format!("logs.{log}")).collect(),
        _ => Vec::new(),
    }
}

async fn of_log(scope: &Scope, name: &str) {
    if let Some(LogState::Listed(sources)) = scope.snapshot.logs.get(name) {
        for source in sources {
            if let Err(error) = scope.engine.prepared(source).await {
                tracing::debug!(log = name, %error, "not ready");
            }
        }
    }
}
