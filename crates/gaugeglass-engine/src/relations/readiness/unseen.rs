//! `readiness.unseen`: what cannot be seen, and what would have to be logged.

use arrow::datatypes::{DataType, SchemaRef};
use arrow::record_batch::RecordBatch;
use futures::FutureExt;

use super::super::columns::{schema as columns, text};
use super::super::meta::MetaRelation;
use crate::Error;
use crate::audit::{self, Finding, Gap};
use crate::scope::Scope;

pub fn relation() -> MetaRelation {
    MetaRelation {
        name: "unseen",
        doc: "One row per check of which nothing is known and log that would tell: the columns to fill, and the metrics that become \
              trustworthy by it. log is null where logging is not what is missing.",
        schema,
        rows: |scope| rows(scope).boxed(),
    }
}

fn schema() -> SchemaRef {
    let text = |name: &'static str| (name, DataType::Utf8);
    columns(&[text("id"), text("title"), text("severity"), text("why"), text("log"), text("columns"), text("unlocks"), text("remediation")])
}

/// A check and one of the logs that it lacks.
type Row<'a> = (&'a Finding, Option<&'a Gap>);

async fn rows(scope: Scope) -> Result<RecordBatch, Error> {
    let audit = audit::audit(&scope).await;
    let rows: Vec<Row<'_>> = audit.unseen().flat_map(of_finding).collect();
    let shown = |of: fn(&Row<'_>) -> Option<String>| text(rows.iter().map(of).collect::<Vec<_>>().into_iter());
    RecordBatch::try_new(
        schema(),
        vec![
            shown(|(finding, _)| Some(finding.check.id.clone())),
            shown(|(finding, _)| Some(finding.check.title.clone())),
            shown(|(finding, _)| Some(finding.check.severity.to_string())),
            shown(|(finding, _)| finding.why.clone()),
            shown(|(_, gap)| gap.map(|gap| gap.log.clone())),
            shown(|(_, gap)| gap.map(|gap| gap.columns.join(", "))),
            shown(|(finding, _)| Some(finding.check.unlocks.join(", "))),
            shown(|(finding, _)| Some(finding.check.remediation.clone())),
        ],
    )
    .map_err(Error::internal)
}

fn of_finding(finding: &Finding) -> Vec<Row<'_>> {
    match finding.to_log.is_empty() {
        true => vec![(finding, None)],
        false => finding.to_log.iter().map(|gap| (finding, Some(gap))).collect(),
    }
}
