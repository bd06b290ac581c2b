//! `readiness.checks`: every check with its evidence and what became of it.

use arrow::datatypes::{DataType, SchemaRef};
use arrow::record_batch::RecordBatch;
use futures::FutureExt;

use super::super::columns::{day, flag, instant, instant_type, real, schema as columns, text, whole};
use super::super::meta::MetaRelation;
use crate::Error;
use crate::audit::{self, Audit, Finding};
use crate::scope::Scope;

pub fn relation() -> MetaRelation {
    MetaRelation { name: "checks", doc: "One row per check: its evidence, status and score.", schema, rows: |scope| rows(scope).boxed() }
}

async fn rows(scope: Scope) -> Result<RecordBatch, Error> {
    let audit = audit::audit(&scope).await;
    batch(&audit, &audit.findings.iter().collect::<Vec<_>>())
}

/// The columns of checks and findings.
pub fn schema() -> SchemaRef {
    let text = |name: &'static str| (name, DataType::Utf8);
    let real = |name: &'static str| (name, DataType::Float64);
    columns(&[
        text("id"),
        text("dimension"),
        text("title"),
        text("status"),
        text("found"),
        text("severity"),
        real("value"),
        real("lo"),
        real("hi"),
        ("n", DataType::Int64),
        text("unit"),
        real("pass"),
        real("fail"),
        real("score"),
        text("grade"),
        ("level", DataType::Int64),
        ("house_default", DataType::Boolean),
        ("self_reported", DataType::Boolean),
        text("twins"),
        text("why"),
        text("to_log"),
        text("unlocks"),
        text("remediation"),
        text("owner"),
        text("effort"),
        ("recheck_on", DataType::Date32),
        text("evidence_rows"),
        text("evidence_sql"),
        text("bound"),
        text("sources"),
        text("fingerprint"),
        text("path"),
        ("as_of", instant_type()),
    ])
}

/// Results of an audit as rows.
pub fn batch(audit: &Audit, findings: &[&Finding]) -> Result<RecordBatch, Error> {
    let shown = |of: fn(&Finding) -> Option<String>| text(findings.iter().map(|finding| of(finding)).collect::<Vec<_>>().into_iter());
    let number = |of: fn(&Finding) -> Option<f64>| real(findings.iter().map(|finding| of(finding)).collect::<Vec<_>>().into_iter());
    let bound = audit.bound.iter().map(|(name, value)| format!("{name} = {value}")).collect::<Vec<_>>().join(", ");
    RecordBatch::try_new(
        schema(),
        vec![
            shown(|finding| Some(finding.check.id.clone())),
            shown(|finding| Some(finding.check.dimension.to_string())),
            shown(|finding| Some(finding.check.title.clone())),
            shown(|finding| Some(finding.status.to_string())),
            shown(|finding| Some(finding.found.to_string())),
            shown(|finding| Some(finding.check.severity.to_string())),
            number(|finding| finding.evidence.value),
            number(|finding| finding.evidence.lo),
            number(|finding| finding.evidence.hi),
            whole(findings.iter().map(|finding| finding.evidence.n)),
            shown(|finding| Some(finding.check.unit.to_string())),
            number(|finding| Some(finding.check.pass)),
            number(|finding| Some(finding.check.fail)),
            number(|finding| Some(finding.score)),
            shown(|finding| Some(finding.check.grade.to_string())),
            whole(findings.iter().map(|finding| finding.check.level.map(i64::from))),
            flag(findings.iter().map(|finding| Some(finding.check.house_default))),
            flag(findings.iter().map(|finding| Some(finding.check.self_reported))),
            shown(|finding| Some(finding.check.twins.join(", "))),
            shown(|finding| finding.why.clone()),
            shown(|finding| some(finding.to_log.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))),
            shown(|finding| Some(finding.check.unlocks.join(", "))),
            shown(|finding| Some(finding.check.remediation.clone())),
            shown(|finding| finding.check.owner.clone()),
            shown(|finding| Some(finding.check.effort.to_string())),
            day(findings.iter().map(|finding| Some(finding.recheck_on))),
            shown(|finding| some(finding.rows.join("; "))),
            shown(|finding| Some(finding.check.sql.clone())),
            text(findings.iter().map(|_| Some(bound.as_str()))),
            shown(|finding| Some(finding.check.sources.join(", "))),
            shown(|finding| Some(finding.fingerprint.clone())),
            shown(|finding| Some(finding.check.path.clone())),
            instant(findings.iter().map(|_| Some(audit.as_of))),
        ],
    )
    .map_err(Error::internal)
}

fn some(text: String) -> Option<String> {
    (!text.is_empty()).then_some(text)
}
