//! `readiness.*`: the audit as relations.

use std::sync::Arc;

use arrow::datatypes::{DataType, SchemaRef};
use arrow::record_batch::RecordBatch;
use datafusion::catalog::TableProvider;
use datafusion::common::Result as DataFusionResult;
use futures::FutureExt;

use super::columns::{flag, real, schema as columns, text, whole};
use super::meta::{MetaRelation, from_relation};
use crate::Error;
use crate::audit::{self, Audit, Finding};
use crate::scope::Scope;

/// The relations of `readiness`.
pub fn readiness_relations() -> Vec<MetaRelation> {
    vec![
        MetaRelation {
            name: "checks",
            doc: "One row per check: its evidence, status and score.",
            schema: findings_schema,
            rows: |scope| checks(scope).boxed(),
        },
        MetaRelation {
            name: "dimensions",
            doc: "One row per readiness dimension: its score with the band that unknowns leave open.",
            schema: dimensions_schema,
            rows: |scope| dimensions(scope).boxed(),
        },
        MetaRelation {
            name: "findings",
            doc: "The checks that do not pass, unknown ones included: an unseen pipe is a finding.",
            schema: findings_schema,
            rows: |scope| findings(scope).boxed(),
        },
        MetaRelation {
            name: "level",
            doc: "The level reached, and the dimension that binds it.",
            schema: level_schema,
            rows: |scope| level(scope).boxed(),
        },
    ]
}

/// The relation as a table.
pub fn table(name: &str, scope: &Scope) -> DataFusionResult<Option<Arc<dyn TableProvider>>> {
    match readiness_relations().into_iter().find(|relation| relation.name == name) {
        Some(relation) => from_relation(relation, scope).map(Some),
        None => Ok(None),
    }
}

fn findings_schema() -> SchemaRef {
    let text = |name: &'static str| (name, DataType::Utf8);
    let real = |name: &'static str| (name, DataType::Float64);
    columns(&[
        text("id"),
        text("dimension"),
        text("title"),
        text("status"),
        text("severity"),
        real("value"),
        real("lo"),
        real("hi"),
        ("n", DataType::Int64),
        real("pass"),
        real("fail"),
        real("score"),
        ("house_default", DataType::Boolean),
        text("why_unknown"),
        text("remediation"),
        text("unlocks"),
        text("sources"),
        text("evidence_sql"),
        text("path"),
    ])
}

async fn checks(scope: Scope) -> Result<RecordBatch, Error> {
    batch(&audit::audit(&scope).await?.findings.iter().collect::<Vec<_>>())
}

async fn findings(scope: Scope) -> Result<RecordBatch, Error> {
    let audit = audit::audit(&scope).await?;
    batch(&audit.findings.iter().filter(|finding| finding.is_finding()).collect::<Vec<_>>())
}

fn batch(findings: &[&Finding]) -> Result<RecordBatch, Error> {
    let shown = |of: fn(&Finding) -> Option<String>| text(findings.iter().map(|finding| of(finding)).collect::<Vec<_>>().into_iter());
    let number = |of: fn(&Finding) -> Option<f64>| real(findings.iter().map(|finding| of(finding)).collect::<Vec<_>>().into_iter());
    RecordBatch::try_new(
        findings_schema(),
        vec![
            shown(|finding| Some(finding.id.clone())),
            shown(|finding| Some(finding.dimension.clone())),
            shown(|finding| Some(finding.title.clone())),
            shown(|finding| Some(finding.status.to_string())),
            shown(|finding| Some(finding.severity.to_string())),
            number(|finding| finding.value),
            number(|finding| finding.lo),
            number(|finding| finding.hi),
            whole(findings.iter().map(|finding| finding.n)),
            number(|finding| Some(finding.pass)),
            number(|finding| Some(finding.fail)),
            number(|finding| Some(finding.score)),
            flag(findings.iter().map(|finding| Some(finding.house_default))),
            shown(|finding| finding.why_unknown.clone()),
            shown(|finding| Some(finding.remediation.clone())),
            shown(|finding| Some(finding.unlocks.join(", "))),
            shown(|finding| Some(finding.sources.join(", "))),
            shown(|finding| Some(finding.evidence_sql.clone())),
            shown(|finding| Some(finding.path.clone())),
        ],
    )
    .map_err(Error::internal)
}

fn dimensions_schema() -> SchemaRef {
    columns(&[
        ("dimension", DataType::Utf8),
        ("name", DataType::Utf8),
        ("lo", DataType::Float64),
        ("hi", DataType::Float64),
        ("coverage", DataType::Float64),
        ("capped", DataType::Boolean),
    ])
}

async fn dimensions(scope: Scope) -> Result<RecordBatch, Error> {
    let scores = audit::audit(&scope).await?.dimensions;
    RecordBatch::try_new(
        dimensions_schema(),
        vec![
            text(scores.iter().map(|score| Some(score.key.as_str()))),
            text(scores.iter().map(|score| Some(score.name.as_str()))),
            real(scores.iter().map(|score| Some(score.lo))),
            real(scores.iter().map(|score| Some(score.hi))),
            real(scores.iter().map(|score| Some(score.coverage))),
            flag(scores.iter().map(|score| Some(score.capped))),
        ],
    )
    .map_err(Error::internal)
}

fn level_schema() -> SchemaRef {
    columns(&[
        ("level", DataType::Int64),
        ("name", DataType::Utf8),
        ("binding_constraint", DataType::Utf8),
        ("score_lo", DataType::Float64),
        ("score_hi", DataType::Float64),
    ])
}

async fn level(scope: Scope) -> Result<RecordBatch, Error> {
    let audit: Audit = audit::audit(&scope).await?;
    RecordBatch::try_new(
        level_schema(),
        vec![
            whole([Some(i64::from(audit.level))].into_iter()),
            text([Some(audit.level_name.as_str())].into_iter()),
            text([audit.binding_constraint.as_deref()].into_iter()),
            real([Some(audit.score_lo)].into_iter()),
            real([Some(audit.score_hi)].into_iter()),
        ],
    )
    .map_err(Error::internal)
}
