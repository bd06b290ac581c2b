//! `readiness.level`: the level reached, and what the checks come to.

use arrow::datatypes::{DataType, SchemaRef};
use arrow::record_batch::RecordBatch;
use futures::FutureExt;

use super::super::columns::{real, schema as columns, text, whole};
use super::super::meta::MetaRelation;
use crate::Error;
use crate::audit::{self, NextLevel};
use crate::scope::Scope;

pub fn relation() -> MetaRelation {
    MetaRelation {
        name: "level",
        doc: "One row: the level reached, what keeps the programme from the next one, the dimension that binds it, and the score, also \
              under constant rules.",
        schema,
        rows: |scope| rows(scope).boxed(),
    }
}

fn schema() -> SchemaRef {
    columns(&[
        ("level", DataType::Int64),
        ("name", DataType::Utf8),
        ("next_level", DataType::Int64),
        ("next_name", DataType::Utf8),
        ("blocked_by", DataType::Utf8),
        ("binding_constraint", DataType::Utf8),
        ("score_lo", DataType::Float64),
        ("score_hi", DataType::Float64),
        ("constant_rules", DataType::Utf8),
        ("constant_lo", DataType::Float64),
        ("constant_hi", DataType::Float64),
    ])
}

async fn rows(scope: Scope) -> Result<RecordBatch, Error> {
    let audit = audit::audit(&scope).await;
    let next = audit.level.next.as_ref();
    RecordBatch::try_new(
        schema(),
        vec![
            whole([Some(i64::from(audit.level.reached))].into_iter()),
            text([Some(audit.level.name)].into_iter()),
            whole([next.map(|next| i64::from(next.level))].into_iter()),
            text([next.map(|next| next.name)].into_iter()),
            text([next.map(blocked_by)].into_iter()),
            text([audit.binding_constraint.as_deref()].into_iter()),
            real([Some(audit.score_lo)].into_iter()),
            real([Some(audit.score_hi)].into_iter()),
            text([Some(audit.constant.rules.as_str())].into_iter()),
            real([Some(audit.constant.lo)].into_iter()),
            real([Some(audit.constant.hi)].into_iter()),
        ],
    )
    .map_err(Error::internal)
}

fn blocked_by(next: &NextLevel) -> String {
    next.blockers.iter().map(|blocker| blocker.what.as_str()).collect::<Vec<_>>().join(", ")
}
