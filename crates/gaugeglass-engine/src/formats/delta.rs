//! The files of a Delta table: Parquet, with the columns that the table's log tells of each beside its own.

use std::sync::Arc;

use arrow::array::UInt32Array;
use arrow::compute::take_record_batch;
use arrow::datatypes::{Schema, SchemaRef};
use arrow::record_batch::{RecordBatch, RecordBatchOptions};
use async_trait::async_trait;
use futures::StreamExt;
use futures::stream::BoxStream;

use super::parquet_file::Parquet;
use super::{Chunk, Format, SourceFile, Unreadable, adapt};
use crate::Error;
use crate::delta_log::FORMAT;
use crate::quarantine::Rejects;

/// Files of a Delta table.
#[derive(Debug)]
pub struct Delta;

#[async_trait]
impl Format for Delta {
    fn name(&self) -> &'static str {
        FORMAT
    }

    fn matches(&self, path: &str) -> bool {
        Parquet.matches(path)
    }

    async fn infer(&self, file: &SourceFile) -> Result<SchemaRef, Unreadable> {
        let own = Parquet.infer(file).await?;
        Ok(match &file.constants {
            Some(constants) => {
                let told = constants.schema();
                Arc::new(Schema::new([without(&own, &told).fields().to_vec(), told.fields().to_vec()].concat()))
            }
            None => own,
        })
    }

    async fn read(
        &self,
        file: &SourceFile,
        wanted: SchemaRef,
        rejects: Arc<Rejects>,
    ) -> Result<BoxStream<'static, Result<Chunk, Error>>, Error> {
        let Some(constants) = file.constants.clone() else {
            return Parquet.read(file, wanted, rejects).await;
        };
        let own = Arc::new(without(&wanted, &constants.schema()));
        let chunks = Parquet.read(file, own, rejects).await?;
        Ok(chunks.map(move |chunk| complete(chunk?, &constants, &wanted)).boxed())
    }
}

/// The columns that are not told: where a file has one of them too, the log stands.
fn without(schema: &Schema, told: &Schema) -> Schema {
    let own = schema.fields().iter().filter(|field| told.index_of(field.name()).is_err());
    Schema::new(own.cloned().collect::<Vec<_>>())
}

/// A chunk with the columns that are the same in each of its rows.
fn complete(chunk: Chunk, constants: &RecordBatch, wanted: &SchemaRef) -> Result<Chunk, Error> {
    let rows = chunk.batch.num_rows();
    let told = take_record_batch(constants, &UInt32Array::from(vec![0; rows])).map_err(Error::internal)?;
    let fields = [chunk.batch.schema().fields().to_vec(), told.schema().fields().to_vec()].concat();
    let columns = [chunk.batch.columns(), told.columns()].concat();
    let options = RecordBatchOptions::new().with_row_count(Some(rows));
    let batch = RecordBatch::try_new_with_options(Arc::new(Schema::new(fields)), columns, &options).map_err(Error::internal)?;
    Ok(Chunk { batch: adapt(&batch, wanted).map_err(Error::internal)?, rows: chunk.rows })
}
