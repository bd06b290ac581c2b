//! Parquet.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;

use arrow::datatypes::SchemaRef;
use arrow::record_batch::RecordBatch;
use async_trait::async_trait;
use futures::future::ready;
use futures::stream::BoxStream;
use futures::{FutureExt, Stream, StreamExt, stream};
use parquet::arrow::ProjectionMask;
use parquet::arrow::async_reader::{ParquetRecordBatchStream, ParquetRecordBatchStreamBuilder};
use parquet::errors::ParquetError;

use super::parquet_reader::ObjectReader;
use super::{Chunk, Format, SourceFile, Unreadable, adapt};
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

    async fn infer(&self, file: &SourceFile) -> Result<SchemaRef, Unreadable> {
        let builder = guarded(open(file)).await?;
        Ok(Arc::clone(builder.schema()))
    }

    async fn read(
        &self,
        file: &SourceFile,
        wanted: SchemaRef,
        rejects: Arc<Rejects>,
    ) -> Result<BoxStream<'static, Result<Chunk, Error>>, Error> {
        match guarded(batches(file, &wanted)).await {
            Ok(batches) => Ok(chunks(batches, wanted, file.index, rejects)),
            Err(Unreadable::Failed(error)) => Err(error),
            Err(Unreadable::Damaged(why)) => {
                rejects.file(file.index, &why);
                Ok(stream::empty().boxed())
            }
        }
    }
}

type Opened = ParquetRecordBatchStreamBuilder<ObjectReader>;

async fn open(file: &SourceFile) -> parquet::errors::Result<Opened> {
    ParquetRecordBatchStreamBuilder::new(ObjectReader::new(file)).await
}

async fn batches(file: &SourceFile, wanted: &SchemaRef) -> parquet::errors::Result<ParquetRecordBatchStream<ObjectReader>> {
    let builder = open(file).await?;
    let root = builder.parquet_schema().root_schema();
    let roots = root.get_fields().iter().enumerate();
    let kept: Vec<usize> = roots.filter(|(_, field)| wanted.index_of(field.name()).is_ok()).map(|(at, _)| at).collect();
    let mask = ProjectionMask::roots(builder.parquet_schema(), kept);
    builder.with_projection(mask).build()
}

/// What was read before damage stands; the rest of the file is one finding, and reading ends.
fn chunks<S>(batches: S, wanted: SchemaRef, file: i32, rejects: Arc<Rejects>) -> BoxStream<'static, Result<Chunk, Error>>
where
    S: Stream<Item = parquet::errors::Result<RecordBatch>> + Send + 'static,
{
    let batches = AssertUnwindSafe(batches).catch_unwind().map(|batch| batch.unwrap_or_else(|_| Err(undecodable())));
    let chunks = batches.scan((0i64, false), move |(row, is_over), batch| {
        if *is_over {
            return ready(None);
        }
        let batch = batch.map_err(unreadable).and_then(|batch| adapt(&batch, &wanted).map_err(Unreadable::Damaged));
        *is_over = batch.is_err();
        ready(match batch {
            Ok(batch) => {
                let rows: Vec<i64> = (*row + 1..=*row + batch.num_rows() as i64).collect();
                *row += batch.num_rows() as i64;
                rejects.decoded(file, &rows);
                Some(Ok(Chunk { batch, rows }))
            }
            Err(Unreadable::Failed(error)) => Some(Err(error)),
            Err(Unreadable::Damaged(why)) => {
                rejects.file(file, &format!("the file cannot be read past row {row}: {why}"));
                None
            }
        })
    });
    chunks.boxed()
}

/// The result of a step that may panic over damage that it does not know.
async fn guarded<T>(step: impl Future<Output = parquet::errors::Result<T>>) -> Result<T, Unreadable> {
    let done = AssertUnwindSafe(step).catch_unwind().await.unwrap_or_else(|_| Err(undecodable()));
    done.map_err(unreadable).map_err(|error| match error {
        Unreadable::Damaged(why) => Unreadable::Damaged(format!("not a whole Parquet file: {why}")),
        failed => failed,
    })
}

fn undecodable() -> ParquetError {
    ParquetError::General("it cannot be decoded".into())
}

/// A store that does not answer is told apart from a file that is damaged.
fn unreadable(cause: ParquetError) -> Unreadable {
    match cause {
        ParquetError::External(cause) => match cause.downcast::<Error>() {
            Ok(error) => Unreadable::Failed(*error),
            Err(cause) => Unreadable::Damaged(cause.to_string()),
        },
        other => Unreadable::Damaged(other.to_string()),
    }
}
