//! `readiness.probes`: programmes whose parts look well and do not fit together.

use arrow::datatypes::{DataType, SchemaRef};
use arrow::record_batch::RecordBatch;
use futures::FutureExt;

use super::super::columns::{flag, real, schema as columns, text};
use super::super::meta::MetaRelation;
use crate::Error;
use crate::audit::{self, Probe};
use crate::scope::Scope;

pub fn relation() -> MetaRelation {
    MetaRelation {
        name: "probes",
        doc: "One row per probe across the dimensions: its figure, the limit above which it fires, and what it says; fires is null where \
              the logs cannot say.",
        schema,
        rows: |scope| rows(scope).boxed(),
    }
}

fn schema() -> SchemaRef {
    let text = |name: &'static str| (name, DataType::Utf8);
    columns(&[
        text("probe"),
        text("title"),
        text("question"),
        ("value", DataType::Float64),
        ("probe_limit", DataType::Float64),
        text("unit"),
        ("fires", DataType::Boolean),
        text("says"),
        text("grade"),
        text("metrics"),
        text("sources"),
    ])
}

async fn rows(scope: Scope) -> Result<RecordBatch, Error> {
    let probes = audit::audit(&scope).await.probes;
    let shown = |of: fn(&Probe) -> String| text(probes.iter().map(|probe| Some(of(probe))).collect::<Vec<_>>().into_iter());
    RecordBatch::try_new(
        schema(),
        vec![
            shown(|probe| probe.name.to_owned()),
            shown(|probe| probe.title.to_owned()),
            shown(|probe| probe.question.to_owned()),
            real(probes.iter().map(|probe| probe.value)),
            real(probes.iter().map(|probe| Some(probe.limit))),
            shown(|probe| probe.unit.to_string()),
            flag(probes.iter().map(Probe::fires)),
            shown(|probe| probe.says.clone()),
            shown(|probe| probe.grade.to_string()),
            shown(|probe| probe.metrics.join(", ")),
            shown(|probe| probe.sources.join(", ")),
        ],
    )
    .map_err(Error::internal)
}
