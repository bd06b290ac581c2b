//! `readiness.dimensions`: the score of each dimension.

use arrow::datatypes::{DataType, SchemaRef};
use arrow::record_batch::RecordBatch;
use futures::FutureExt;

use super::super::columns::{flag, real, schema as columns, text};
use super::super::meta::MetaRelation;
use crate::Error;
use crate::audit;
use crate::scope::Scope;

pub fn relation() -> MetaRelation {
    MetaRelation {
        name: "dimensions",
        doc: "One row per readiness dimension: its score with the band that unknowns leave open.",
        schema,
        rows: |scope| rows(scope).boxed(),
    }
}

fn schema() -> SchemaRef {
    columns(&[
        ("dimension", DataType::Utf8),
        ("name", DataType::Utf8),
        ("lo", DataType::Float64),
        ("hi", DataType::Float64),
        ("coverage", DataType::Float64),
        ("weight", DataType::Float64),
        ("capped", DataType::Boolean),
    ])
}

async fn rows(scope: Scope) -> Result<RecordBatch, Error> {
    let scores = audit::audit(&scope).await.dimensions;
    RecordBatch::try_new(
        schema(),
        vec![
            text(scores.iter().map(|score| Some(score.key.as_str()))),
            text(scores.iter().map(|score| Some(score.name.as_str()))),
            real(scores.iter().map(|score| Some(score.lo))),
            real(scores.iter().map(|score| Some(score.hi))),
            real(scores.iter().map(|score| Some(score.coverage))),
            real(scores.iter().map(|score| Some(score.weight))),
            flag(scores.iter().map(|score| Some(score.capped))),
        ],
    )
    .map_err(Error::internal)
}
