//! Parquet.

use std::sync::Arc;

use arrow::array::{ArrayRef, new_null_array};
use arrow::compute::cast;
use arrow::datatypes::SchemaRef;
use arrow::record_batch::{RecordBatch, RecordBatchOptions};
use async_trait::async_trait;
use futures::StreamExt;
use futures::future::ready;
use futures::stream::BoxStream;
use parquet::arrow::ProjectionMask;
use parquet::arrow::async_reader::ParquetRecordBatchStreamBuilder;

use super::parquet_reader::ObjectReader;
use super::{Chunk, Format, SourceFile};
use crate::Error;
use crate::quarantine::Rejects;

/// Parquet files: `.parquet`.
#[derive(Debug)]
pub struct Parquet;

#[async_trait]
impl Format for Parquet {
    fn name(&self) -> &'static str {
        "parquet"
    }

    fn matches(&self, path: &str) -> bool {
        path.ends_with(".parquet")
    }

    async fn infer(&self, file: &SourceFile) -> Result<SchemaRef, String> {
        let builder = open(file).await.map_err(|cause| format!("not a whole Parquet file: {cause}"))?;
        Ok(Arc::clone(builder.schema()))
    }

    async fn read(
        &self,
        file: &SourceFile,
        wanted: SchemaRef,
        rejects: Arc<Rejects>,
    ) -> Result<BoxStream<'static, Result<Chunk, Error>>, Error> {
        let builder = open(file).await.map_err(|cause| damaged(file, &cause))?;
        let root = builder.parquet_schema().root_schema();
        let roots = root.get_fields().iter().enumerate();
        let kept: Vec<usize> = roots.filter(|(_, field)| wanted.index_of(field.name()).is_ok()).map(|(at, _)| at).collect();
        let mask = ProjectionMask::roots(builder.parquet_schema(), kept);
        let batches = builder.with_projection(mask).build().map_err(|cause| damaged(file, &cause))?;
        let index = file.index;
        // What was read before damage stands; the rest of the file is one finding, and reading ends.
        let whole = batches.scan(0i64, move |row, batch| {
            let place = *row;
            let batch = batch.map_err(|cause| rejects.file(index, &format!("the file cannot be read past row {place}: {cause}")));
            let batch = batch.ok();
            *row += batch.as_ref().map_or(0, RecordBatch::num_rows) as i64;
            ready(batch.map(|batch| ((place + 1..=*row).collect::<Vec<i64>>(), batch)))
        });
        let chunks = whole.map(move |(rows, batch)| Ok(Chunk { batch: adapt(&batch, &wanted)?, rows }));
        Ok(chunks.boxed())
    }
}

async fn open(file: &SourceFile) -> parquet::errors::Result<ParquetRecordBatchStreamBuilder<ObjectReader>> {
    ParquetRecordBatchStreamBuilder::new(ObjectReader::new(file)).await
}

fn damaged(file: &SourceFile, cause: &parquet::errors::ParquetError) -> Error {
    tracing::warn!(file = file.path(), %cause, "damaged Parquet file");
    Error::Unavailable(format!("{}: not a whole Parquet file", file.path()))
}

/// The batch under the source's schema: files of one source may differ in columns and widths.
fn adapt(batch: &RecordBatch, wanted: &SchemaRef) -> Result<RecordBatch, Error> {
    let columns: Result<Vec<ArrayRef>, _> = wanted
        .fields()
        .iter()
        .map(|field| match batch.column_by_name(field.name()) {
            Some(column) if column.data_type() == field.data_type() => Ok(Arc::clone(column)),
            Some(column) => cast(column, field.data_type()),
            None => Ok(new_null_array(field.data_type(), batch.num_rows())),
        })
        .collect();
    let options = RecordBatchOptions::new().with_row_count(Some(batch.num_rows()));
    RecordBatch::try_new_with_options(Arc::clone(wanted), columns.map_err(Error::internal)?, &options).map_err(Error::internal)
}
