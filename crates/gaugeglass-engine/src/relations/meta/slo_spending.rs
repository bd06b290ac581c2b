//! `meta.slo_spending`: who spent the error budget of the current period, by every dimension of its metric.

use std::sync::Arc;

use arrow::array::{ArrayRef, StringArray};
use arrow::compute::concat_batches;
use arrow::datatypes::{DataType, SchemaRef};
use arrow::record_batch::RecordBatch;
use futures::FutureExt;

use super::super::columns::{schema as columns, text, whole};
use super::MetaRelation;
use crate::Error;
use crate::scope::Scope;
use crate::slo::{self, Promise};

pub fn relation() -> MetaRelation {
    MetaRelation {
        name: "slo_spending",
        doc: "One row per service-level objective, slice, dimension of its metric and value: good and valid events of the current \
              period, as far as it is evaluated; exclusions are left out.",
        schema,
        rows: |scope| rows(scope).boxed(),
    }
}

fn schema() -> SchemaRef {
    columns(&[
        ("slo", DataType::Utf8),
        ("slice", DataType::Utf8),
        ("dimension", DataType::Utf8),
        ("value", DataType::Utf8),
        ("good", DataType::Int64),
        ("valid", DataType::Int64),
    ])
}

async fn rows(scope: Scope) -> Result<RecordBatch, Error> {
    let scope = slo::at_minute(&scope);
    let mut batches = Vec::new();
    for promise in slo::promises(&scope).await? {
        for dimension in &promise.metric.dimensions {
            batches.extend(of_dimension(&scope, &promise, dimension).await?);
        }
    }
    concat_batches(&schema(), &batches).map_err(Error::internal)
}

async fn of_dimension(scope: &Scope, promise: &Promise, dimension: &str) -> Result<Option<RecordBatch>, Error> {
    let Some(counts) = slo::of_period(scope, promise, dimension).await? else {
        return Ok(None);
    };
    let counted: Vec<usize> = (0..counts.rows()).filter(|row| !counts.excluded.value(*row)).collect();
    let same = |word: &str| -> ArrayRef { Arc::new(StringArray::from(vec![word; counted.len()])) };
    let batch = RecordBatch::try_new(
        schema(),
        vec![
            same(&promise.metric.name),
            text(counted.iter().map(|row| Some(counts.slice(&promise.slo.by, *row)))),
            same(dimension),
            text(counted.iter().map(|row| Some(counts.value(dimension, *row)))),
            whole(counted.iter().map(|row| Some(counts.good.value(*row)))),
            whole(counted.iter().map(|row| Some(counts.valid.value(*row)))),
        ],
    );
    batch.map(Some).map_err(Error::internal)
}
