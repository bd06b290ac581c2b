//! `meta.slo_minutes`: the events behind every promise, minute by minute.

use std::sync::Arc;

use arrow::array::{BooleanArray, StringArray};
use arrow::compute::concat_batches;
use arrow::datatypes::{DataType, SchemaRef};
use arrow::record_batch::RecordBatch;
use futures::FutureExt;

use super::super::columns::{instant_type, schema as columns};
use super::MetaRelation;
use crate::Error;
use crate::scope::Scope;
use crate::slo::{self, Promise};

pub fn relation() -> MetaRelation {
    MetaRelation {
        name: "slo_minutes",
        doc: "One row per service-level objective, slice and minute with events, apart by exclusion: good and valid events; minutes \
              after the watermark are not evaluated. Counted from meta.slos.counted_from on.",
        schema,
        rows: |scope| rows(scope).boxed(),
    }
}

fn schema() -> SchemaRef {
    columns(&[
        ("slo", DataType::Utf8),
        ("slice", DataType::Utf8),
        ("minute", instant_type()),
        ("good", DataType::Int64),
        ("valid", DataType::Int64),
        ("excluded", DataType::Boolean),
        ("evaluated", DataType::Boolean),
    ])
}

async fn rows(scope: Scope) -> Result<RecordBatch, Error> {
    let scope = slo::at_minute(&scope);
    let mut batches = Vec::new();
    for promise in slo::promises(&scope).await? {
        batches.extend(of_promise(&scope, &promise).await?);
    }
    concat_batches(&schema(), &batches).map_err(Error::internal)
}

async fn of_promise(scope: &Scope, promise: &Promise) -> Result<Option<RecordBatch>, Error> {
    let Some(counts) = slo::by_minute(scope, promise).await? else {
        return Ok(None);
    };
    let Some(minutes) = &counts.minutes else {
        return Ok(None);
    };
    let evaluated_to = promise.evaluated_to.map(|instant| instant.timestamp_micros());
    let slices = (0..counts.rows()).map(|row| Some(counts.slice(&promise.slo.by, row)));
    let evaluated = minutes.iter().map(|minute| Some(minute? < evaluated_to?));
    let batch = RecordBatch::try_new(
        schema(),
        vec![
            Arc::new(StringArray::from(vec![promise.metric.name.as_str(); counts.rows()])),
            Arc::new(slices.collect::<StringArray>()),
            Arc::new(minutes.clone()),
            Arc::new(counts.good.clone()),
            Arc::new(counts.valid.clone()),
            Arc::new(counts.excluded.clone()),
            Arc::new(evaluated.collect::<BooleanArray>()),
        ],
    );
    batch.map(Some).map_err(Error::internal)
}
