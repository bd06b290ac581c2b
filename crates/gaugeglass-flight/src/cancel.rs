//! Runs in progress, so that another call can stop them.
//!
//! A run is listed from the moment its ticket is presented until its stream is dropped. Cancelling takes the
//! engine's stream out of the run and drops it there and then: the engine's work ends even when the reader has
//! stopped reading. The reader is told on its next read.

use std::collections::HashMap;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use arrow::datatypes::SchemaRef;
use arrow::record_batch::RecordBatch;
use futures::{Stream, StreamExt};
use gaugeglass_engine::{BatchStream, Error};
use parking_lot::Mutex;
use prost::bytes::Bytes;
use tokio_util::sync::{CancellationToken, WaitForCancellationFutureOwned};
use uuid::Uuid;

/// Runs that may be open at once, waiting and paused ones included.
const RUNS_MAX: usize = 4096;

struct Run {
    principal: String,
    ticket: Bytes,
    cancelled: CancellationToken,
    stream: Mutex<Option<BatchStream>>,
}

impl Run {
    fn cancel(&self) {
        self.cancelled.cancel();
        self.stream.lock().take();
    }
}

/// The runs in progress of all clients.
#[derive(Default)]
pub(crate) struct Running(Mutex<HashMap<Uuid, Arc<Run>>>);

impl Running {
    /// Lists a run of `ticket`.
    pub(crate) fn enter(self: &Arc<Running>, principal: &str, ticket: Bytes) -> Result<Entry, Error> {
        let run = Arc::new(Run { principal: principal.to_owned(), ticket, cancelled: CancellationToken::new(), stream: Mutex::new(None) });
        let id = Uuid::new_v4();
        let mut runs = self.0.lock();
        if runs.len() >= RUNS_MAX {
            return Err(Error::Busy(format!("{RUNS_MAX} results are open already; read or close some and ask again")));
        }
        runs.insert(id, run.clone());
        Ok(Entry { running: self.clone(), id, run })
    }

    /// Stops the runs of `ticket` and says how many there were.
    pub(crate) fn cancel(&self, principal: &str, ticket: &Bytes) -> usize {
        let is_meant = |run: &&Arc<Run>| run.principal == principal && run.ticket == *ticket;
        let meant: Vec<_> = self.0.lock().values().filter(is_meant).cloned().collect();
        meant.iter().for_each(|run| run.cancel());
        meant.len()
    }

    /// Stops every run.
    pub(crate) fn cancel_all(&self) {
        let runs: Vec<_> = self.0.lock().values().cloned().collect();
        runs.iter().for_each(|run| run.cancel());
    }
}

/// A listed run; dropping it strikes it off the list.
pub(crate) struct Entry {
    running: Arc<Running>,
    id: Uuid,
    run: Arc<Run>,
}

impl Entry {
    /// Waits for `work` to open a stream, unless the run is cancelled first.
    pub(crate) async fn start(self, work: impl Future<Output = Result<BatchStream, Error>>) -> Result<CancellableStream, Error> {
        let started = self.run.cancelled.run_until_cancelled(work).await;
        let stream = started.ok_or(Error::Cancelled)??;
        let schema = stream.schema();
        *self.run.stream.lock() = Some(stream);
        let cancelled = Box::pin(self.run.cancelled.clone().cancelled_owned());
        Ok(CancellableStream { schema, cancelled, is_done: false, entry: self })
    }
}

impl Drop for Entry {
    fn drop(&mut self) {
        self.running.0.lock().remove(&self.id);
    }
}

/// The batches of a run; ends in [`Error::Cancelled`] when the run is cancelled.
pub(crate) struct CancellableStream {
    schema: SchemaRef,
    cancelled: Pin<Box<WaitForCancellationFutureOwned>>,
    is_done: bool,
    entry: Entry,
}

impl CancellableStream {
    /// The schema of the batches.
    pub(crate) fn schema(&self) -> SchemaRef {
        self.schema.clone()
    }

    fn poll_batch(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<RecordBatch, Error>>> {
        if self.cancelled.as_mut().poll(context).is_ready() {
            return Poll::Ready(Some(Err(Error::Cancelled)));
        }
        match self.entry.run.stream.lock().as_mut() {
            Some(stream) => stream.poll_next_unpin(context),
            None => Poll::Ready(Some(Err(Error::Cancelled))),
        }
    }
}

impl Stream for CancellableStream {
    type Item = Result<RecordBatch, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if self.is_done {
            return Poll::Ready(None);
        }
        let batch = ready!(self.poll_batch(context));
        if !matches!(batch, Some(Ok(_))) {
            self.is_done = true;
            self.entry.run.stream.lock().take();
        }
        Poll::Ready(batch)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn ticket(text: &'static str) -> Bytes {
        Bytes::from_static(text.as_bytes())
    }

    #[test]
    fn a_run_is_listed_until_it_is_dropped() {
        let running = Arc::new(Running::default());
        let entry = running.enter("ada", ticket("a")).unwrap();
        assert_eq!(running.0.lock().len(), 1);
        drop(entry);
        assert!(running.0.lock().is_empty());
    }

    #[test]
    fn cancelling_meets_the_principals_own_ticket_alone() {
        let running = Arc::new(Running::default());
        let entry = running.enter("ada", ticket("a")).unwrap();
        assert_eq!(running.cancel("eve", &ticket("a")), 0);
        assert_eq!(running.cancel("ada", &ticket("b")), 0);
        assert!(!entry.run.cancelled.is_cancelled());
        assert_eq!(running.cancel("ada", &ticket("a")), 1);
        assert!(entry.run.cancelled.is_cancelled());
    }

    #[tokio::test]
    async fn a_run_can_be_cancelled_before_its_first_batch() {
        let running = Arc::new(Running::default());
        let entry = running.enter("ada", ticket("a")).unwrap();
        running.cancel_all();
        let outcome = entry.start(futures::future::pending()).await;
        assert!(matches!(outcome.err(), Some(Error::Cancelled)));
        assert!(running.0.lock().is_empty());
    }
}
