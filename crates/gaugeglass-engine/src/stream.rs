//! A running query: batches under the wire schema, with every limit enforced where it runs.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use arrow::datatypes::SchemaRef;
use arrow::record_batch::RecordBatch;
use datafusion::execution::session_state::SessionState;
use datafusion::logical_expr::LogicalPlan;
use datafusion::physical_plan::execute_stream;
use futures::{Stream, StreamExt, TryStreamExt};
use tokio::sync::mpsc::{self, Receiver, Sender};
use tokio::time::Instant;

use crate::compute::AbortOnDrop;
use crate::engine::Inner;
use crate::scope::Scope;
use crate::{Error, inputs, wire};

/// Batches computed ahead of a slow reader.
const BATCHES_AHEAD: usize = 2;

/// What happens at the limit of rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AtRowLimit {
    /// The answer ends there, and says so.
    Cut,
    /// The query fails: a client that asked for all rows must not take a part for the whole.
    Fail,
}

/// A stream of batches; dropping it cancels the query.
pub struct BatchStream {
    schema: SchemaRef,
    receiver: Receiver<Result<RecordBatch, Error>>,
    _task: AbortOnDrop,
}

impl BatchStream {
    /// The wire schema of every batch.
    pub fn schema(&self) -> SchemaRef {
        Arc::clone(&self.schema)
    }

    /// All batches.
    pub async fn collect(self) -> Result<Vec<RecordBatch>, Error> {
        self.try_collect().await
    }
}

impl Stream for BatchStream {
    type Item = Result<RecordBatch, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.receiver.poll_recv(context)
    }
}

/// A query that is ready to run.
pub struct Run {
    pub engine: Arc<Inner>,
    pub scope: Scope,
    pub state: SessionState,
    pub plan: LogicalPlan,
    pub schema: SchemaRef,
    pub sql: String,
    pub rows_max: usize,
    pub at_row_limit: AtRowLimit,
    pub record: u64,
}

impl Run {
    /// Starts the query on the compute runtime.
    pub fn start(self) -> BatchStream {
        let (sender, receiver) = mpsc::channel(BATCHES_AHEAD);
        let schema = Arc::clone(&self.schema);
        let engine = Arc::clone(&self.engine);
        let task = engine.compute.handle().spawn(self.complete(sender));
        BatchStream { schema, receiver, _task: AbortOnDrop(task.abort_handle()) }
    }

    async fn complete(self, sender: Sender<Result<RecordBatch, Error>>) {
        let mut ending = Ending { engine: Arc::clone(&self.engine), record: self.record, rows: 0, error: Some("cancelled".into()) };
        let limit = self.engine.settings.limits.query_time_ms_max;
        let result = self.within(limit, &sender, &mut ending.rows).await;
        ending.error = result.as_ref().err().map(ToString::to_string);
        if let Err(error) = result {
            // The reader may be gone; then there is nobody to tell.
            let _ = sender.send(Err(error)).await;
        }
    }

    async fn within(&self, limit_ms: u64, sender: &Sender<Result<RecordBatch, Error>>, rows: &mut i64) -> Result<(), Error> {
        inputs::of_plan(&self.scope, &self.plan).await;
        let _place = self.engine.gate.enter().await?;
        let deadline = Instant::now() + Duration::from_millis(limit_ms);
        match tokio::time::timeout_at(deadline, self.send(sender, rows)).await {
            Ok(result) => result,
            Err(_) => Err(Error::OverLimit {
                limit: format!("{limit_ms} ms of wall time (`limits.query_time_ms_max`)"),
                remedy: "Ask for a shorter range or fewer groups.".into(),
                is_time: true,
            }),
        }
    }

    async fn send(&self, sender: &Sender<Result<RecordBatch, Error>>, rows: &mut i64) -> Result<(), Error> {
        let wrong = |cause| Error::from_datafusion(cause, &self.sql);
        let physical = self.state.create_physical_plan(&self.plan).await.map_err(wrong)?;
        let mut batches = execute_stream(physical, self.state.task_ctx()).map_err(wrong)?;
        while let Some(batch) = batches.next().await {
            let batch = wire::wire_batch(&batch.map_err(wrong)?, &self.schema).map_err(Error::internal)?;
            let left = self.rows_max.saturating_sub(*rows as usize);
            if batch.num_rows() > left && self.at_row_limit == AtRowLimit::Fail {
                return Err(self.too_many_rows());
            }
            let batch = batch.slice(0, batch.num_rows().min(left));
            *rows += batch.num_rows() as i64;
            if sender.send(Ok(batch)).await.is_err() {
                return Err(Error::Cancelled);
            }
            if *rows as usize >= self.rows_max && self.at_row_limit == AtRowLimit::Cut {
                return Ok(());
            }
        }
        Ok(())
    }

    fn too_many_rows(&self) -> Error {
        Error::OverLimit {
            limit: format!("{} rows of one answer (`limits.rows_max`)", self.rows_max),
            remedy: "Aggregate, or add a `limit`.".into(),
            is_time: false,
        }
    }
}

/// Writes the end of a query to the log, also where the query is dropped.
struct Ending {
    engine: Arc<Inner>,
    record: u64,
    rows: i64,
    error: Option<String>,
}

impl Drop for Ending {
    fn drop(&mut self) {
        self.engine.query_log.end(self.record, self.rows, self.error.take());
    }
}
