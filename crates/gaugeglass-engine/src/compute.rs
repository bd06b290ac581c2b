//! The runtime that plans and computes, apart from the one that serves.
//!
//! A long aggregation holds its thread for milliseconds at a time; on the server's own threads that
//! would stall every other client. Work started here ends when its handle is dropped.

use std::future::Future;

use tokio::runtime::{Builder, Handle, Runtime};
use tokio::task::AbortHandle;

use crate::Error;

/// Planning goes down into a statement by calls: the longest one allowed has to fit, in a build for debugging too.
const STACK_BYTES: usize = 16 << 20;

/// Threads for planning and execution.
#[derive(Debug)]
pub struct Compute {
    // Shut down in the background on drop: a runtime may not be dropped inside another one.
    runtime: Option<Runtime>,
    handle: Handle,
}

impl Compute {
    /// One worker a core.
    pub fn start() -> Result<Compute, Error> {
        let runtime = Builder::new_multi_thread()
            .thread_name("gaugeglass-compute")
            .thread_stack_size(STACK_BYTES)
            .enable_all()
            .build()
            .map_err(Error::internal)?;
        Ok(Compute { handle: runtime.handle().clone(), runtime: Some(runtime) })
    }

    /// The handle on which tasks are spawned.
    pub fn handle(&self) -> &Handle {
        &self.handle
    }

    /// Runs `work` to its end; dropping the returned future cancels it.
    pub async fn run<T, F>(&self, work: F) -> Result<T, Error>
    where
        T: Send + 'static,
        F: Future<Output = Result<T, Error>> + Send + 'static,
    {
        let task = self.handle.spawn(work);
        let _guard = AbortOnDrop(task.abort_handle());
        match task.await {
            Ok(result) => result,
            Err(cause) if cause.is_cancelled() => Err(Error::Cancelled),
            Err(cause) => Err(Error::internal(cause)),
        }
    }
}

impl Drop for Compute {
    fn drop(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}

/// Ends a task when its owner goes away.
#[derive(Debug)]
pub struct AbortOnDrop(pub AbortHandle);

impl Drop for AbortOnDrop {
    fn drop(&mut self) {
        self.0.abort();
    }
}
