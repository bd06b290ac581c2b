//! A relation whose rows are made when they are read, never when it is only planned.

use std::sync::Arc;

use arrow::datatypes::SchemaRef;
use arrow::record_batch::RecordBatch;
use datafusion::catalog::TableProvider;
use datafusion::catalog::streaming::StreamingTable;
use datafusion::common::Result as DataFusionResult;
use datafusion::execution::{SendableRecordBatchStream, TaskContext};
use datafusion::physical_plan::stream::RecordBatchStreamAdapter;
use datafusion::physical_plan::streaming::PartitionStream;
use futures::future::BoxFuture;
use futures::{FutureExt, stream};

use crate::Error;

/// Makes the rows.
pub type Make = Arc<dyn Fn() -> BoxFuture<'static, Result<RecordBatch, Error>> + Send + Sync>;

struct Rows {
    schema: SchemaRef,
    make: Make,
}

impl std::fmt::Debug for Rows {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Rows")
    }
}

impl PartitionStream for Rows {
    fn schema(&self) -> &SchemaRef {
        &self.schema
    }

    fn execute(&self, _: Arc<TaskContext>) -> SendableRecordBatchStream {
        let batch = (self.make)().map(|batch| batch.map_err(Into::into));
        Box::pin(RecordBatchStreamAdapter::new(Arc::clone(&self.schema), stream::once(batch)))
    }
}

/// A table of one batch, made on demand.
pub fn table(schema: SchemaRef, make: Make) -> DataFusionResult<Arc<dyn TableProvider>> {
    let rows = Rows { schema: Arc::clone(&schema), make };
    Ok(Arc::new(StreamingTable::try_new(schema, vec![Arc::new(rows)])?))
}
