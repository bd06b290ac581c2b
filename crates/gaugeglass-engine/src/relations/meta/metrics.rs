//! `meta.metrics`: the registry as a relation.

use std::sync::Arc;

use arrow::datatypes::{DataType, SchemaRef};
use arrow::record_batch::RecordBatch;
use futures::FutureExt;
use gaugeglass_metrics::Metric;

use super::super::columns::{real, schema as columns, text};
use super::MetaRelation;
use crate::Error;
use crate::scope::Scope;

pub fn relation() -> MetaRelation {
    MetaRelation {
        name: "metrics",
        doc: "One row per metric: what it means, who owns it, and the SQL that makes it.",
        schema,
        rows: |scope| rows(scope).boxed(),
    }
}

fn schema() -> SchemaRef {
    let text = |name: &'static str| (name, DataType::Utf8);
    columns(&[
        text("name"),
        text("family"),
        text("title"),
        text("question"),
        text("description"),
        text("owner"),
        text("unit"),
        text("direction"),
        text("grade"),
        ("target", DataType::Float64),
        text("dimensions"),
        text("measures"),
        text("path"),
        text("definition"),
        text("sql"),
    ])
}

async fn rows(scope: Scope) -> Result<RecordBatch, Error> {
    let metrics: Vec<Arc<Metric>> = scope.metrics();
    let shown = |of: fn(&Metric) -> String| text(metrics.iter().map(|metric| Some(of(metric))).collect::<Vec<_>>().into_iter());
    RecordBatch::try_new(
        schema(),
        vec![
            shown(|metric| metric.name.clone()),
            shown(|metric| metric.family.to_string()),
            shown(|metric| metric.title.clone()),
            shown(|metric| metric.question.clone()),
            shown(|metric| metric.description.clone()),
            shown(|metric| metric.owner.clone()),
            shown(|metric| metric.unit.to_string()),
            shown(|metric| metric.direction.to_string()),
            shown(|metric| metric.grade.to_string()),
            real(metrics.iter().map(|metric| metric.target)),
            shown(|metric| metric.dimensions.join(", ")),
            shown(|metric| metric.measures.join(", ")),
            shown(|metric| metric.path.clone()),
            shown(|metric| metric.definition.clone()),
            shown(|metric| metric.sql.clone()),
        ],
    )
    .map_err(Error::internal)
}
