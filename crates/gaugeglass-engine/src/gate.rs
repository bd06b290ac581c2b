//! How many queries run, and how many may wait.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::Error;

/// The gate before execution.
#[derive(Debug)]
pub struct Gate {
    places: Arc<Semaphore>,
    waiting: AtomicUsize,
    queue_max: usize,
}

impl Gate {
    /// A gate of `places`, before which `queue_max` may wait.
    pub fn new(places: usize, queue_max: usize) -> Gate {
        Gate { places: Arc::new(Semaphore::new(places.max(1))), waiting: AtomicUsize::new(0), queue_max }
    }

    /// Waits for a place in order of arrival; the place is free again when the permit is dropped.
    pub async fn enter(&self) -> Result<OwnedSemaphorePermit, Error> {
        if let Ok(place) = Arc::clone(&self.places).try_acquire_owned() {
            return Ok(place);
        }
        let waiting = Waiting::enter(&self.waiting);
        if waiting.before >= self.queue_max {
            return Err(Error::Busy("too many queries are waiting; try again in a moment".into()));
        }
        Arc::clone(&self.places).acquire_owned().await.map_err(Error::internal)
    }
}

/// Counted while it waits, also where the waiter is dropped.
struct Waiting<'a> {
    count: &'a AtomicUsize,
    before: usize,
}

impl Waiting<'_> {
    fn enter(count: &AtomicUsize) -> Waiting<'_> {
        Waiting { before: count.fetch_add(1, Ordering::Relaxed), count }
    }
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.count.fetch_sub(1, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use super::*;

    #[tokio::test]
    async fn a_place_is_free_again_when_its_query_is_dropped() {
        let gate = Gate::new(1, 0);
        let first = gate.enter().await.unwrap();
        assert!(matches!(gate.enter().await, Err(Error::Busy(_))));
        drop(first);
        assert!(gate.enter().await.is_ok());
    }

    #[tokio::test]
    async fn who_may_wait_is_let_in_and_a_waiter_that_leaves_is_not_counted() {
        let gate = Arc::new(Gate::new(1, 1));
        let first = gate.enter().await.unwrap();
        // Polled once and dropped: it left the queue.
        assert!(futures::poll!(std::pin::pin!(gate.enter())).is_pending());
        let waiter = tokio::spawn({
            let gate = Arc::clone(&gate);
            async move { gate.enter().await.is_ok() }
        });
        drop(first);
        assert!(waiter.await.unwrap());
    }
}
