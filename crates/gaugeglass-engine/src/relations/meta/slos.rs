//! `meta.slos`: what is promised, and how far it can be judged.

use arrow::datatypes::{DataType, SchemaRef};
use arrow::record_batch::RecordBatch;
use futures::FutureExt;

use super::super::columns::{instant, instant_type, real, schema as columns, text, whole};
use super::MetaRelation;
use crate::Error;
use crate::scope::Scope;
use crate::slo::{self, Promise};

pub fn relation() -> MetaRelation {
    MetaRelation {
        name: "slos",
        doc: "One row per service-level objective: what is promised, its period, and until when it is evaluated; missing names logs \
              without which nothing is known, rows_left_out counts what mappings of one's own leave out of those that are needed.",
        schema,
        rows: |scope| rows(scope).boxed(),
    }
}

fn schema() -> SchemaRef {
    let text = |name: &'static str| (name, DataType::Utf8);
    let instant = |name: &'static str| (name, instant_type());
    columns(&[
        text("slo"),
        text("title"),
        text("owner"),
        ("objective", DataType::Float64),
        ("window_s", DataType::Int64),
        text("period"),
        text("by"),
        text("good_measure"),
        text("valid_measure"),
        ("exclusions", DataType::Int64),
        text("missing"),
        ("rows_left_out", DataType::Int64),
        instant("period_from"),
        instant("period_to"),
        instant("counted_from"),
        instant("judged_from"),
        instant("evaluated_to"),
        instant("watermark"),
        ("evaluation_lag_s", DataType::Float64),
        text("path"),
        text("definition"),
    ])
}

async fn rows(scope: Scope) -> Result<RecordBatch, Error> {
    let scope = slo::at_minute(&scope);
    let promises = slo::promises(&scope).await?;
    let shown = |of: fn(&Promise) -> Option<String>| text(promises.iter().map(of).collect::<Vec<_>>().into_iter());
    // What is seen of the promise is as old as the newest event that is sure to be complete.
    let lag_s = |promise: &Promise| Some((scope.as_of - promise.watermark?).as_seconds_f64());
    RecordBatch::try_new(
        schema(),
        vec![
            shown(|promise| Some(promise.metric.name.clone())),
            shown(|promise| Some(promise.metric.title.clone())),
            shown(|promise| Some(promise.metric.owner.clone())),
            real(promises.iter().map(|promise| Some(promise.slo.objective))),
            whole(promises.iter().map(|promise| Some(promise.slo.window))),
            shown(|promise| Some(promise.slo.period.to_string())),
            shown(|promise| Some(promise.slo.by.join(", "))),
            shown(|promise| Some(promise.slo.good.clone())),
            shown(|promise| Some(promise.slo.valid.clone())),
            whole(promises.iter().map(|promise| i64::try_from(promise.slo.exclusions.len()).ok())),
            shown(|promise| Some(promise.missing.join(", ")).filter(|missing| !missing.is_empty())),
            whole(promises.iter().map(|promise| i64::try_from(promise.left_out).ok())),
            instant(promises.iter().map(|promise| Some(promise.period_from))),
            instant(promises.iter().map(|promise| Some(promise.period_to))),
            instant(promises.iter().map(|promise| Some(promise.counted_from))),
            instant(promises.iter().map(|promise| Some(promise.judged_from))),
            instant(promises.iter().map(|promise| promise.evaluated_to)),
            instant(promises.iter().map(|promise| promise.watermark)),
            real(promises.iter().map(lag_s)),
            shown(|promise| Some(promise.metric.path.clone())),
            shown(|promise| Some(promise.metric.definition.clone())),
        ],
    )
    .map_err(Error::internal)
}
