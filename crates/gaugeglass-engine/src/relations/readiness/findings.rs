//! `readiness.findings`: the checks that do not pass.

use arrow::record_batch::RecordBatch;
use futures::FutureExt;

use super::super::meta::MetaRelation;
use super::checks::{batch, schema};
use crate::Error;
use crate::audit;
use crate::scope::Scope;

pub fn relation() -> MetaRelation {
    MetaRelation {
        name: "findings",
        doc: "The checks that do not pass, unknown ones included: an unseen pipe is a finding.",
        schema,
        rows: |scope| rows(scope).boxed(),
    }
}

async fn rows(scope: Scope) -> Result<RecordBatch, Error> {
    let audit = audit::audit(&scope).await;
    batch(&audit, &audit.findings.iter().filter(|finding| finding.is_finding()).collect::<Vec<_>>())
}
