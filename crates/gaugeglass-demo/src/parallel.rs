//! A few workers over numbered jobs; the results come back in the order of the jobs.

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::DemoError;

/// Runs `job` for every number below `count` on `workers` threads.
pub(crate) fn run<T: Send>(workers: usize, count: usize, job: impl Fn(usize) -> Result<T, DemoError> + Sync) -> Result<Vec<T>, DemoError> {
    let next = AtomicUsize::new(0);
    let results: Vec<Mutex<Option<Result<T, DemoError>>>> = (0..count).map(|_| Mutex::new(None)).collect();
    std::thread::scope(|scope| {
        for _ in 0..workers.max(1) {
            scope.spawn(|| {
                loop {
                    let number = next.fetch_add(1, Ordering::Relaxed);
                    let Some(slot) = results.get(number) else {
                        return;
                    };
                    let result = job(number);
                    if let Ok(mut slot) = slot.lock() {
                        *slot = Some(result);
                    }
                }
            });
        }
    });
    results.into_iter().map(|slot| slot.into_inner().ok().flatten().unwrap_or(Err(DemoError::Worker))).collect()
}

#[cfg(test)]
mod tests {
    #[test]
    fn results_keep_the_order_of_the_jobs() {
        for workers in [1, 2, 7] {
            let squares = super::run(workers, 100, |number| Ok(number * number)).unwrap_or_default();
            assert_eq!(squares, (0..100).map(|n| n * n).collect::<Vec<_>>());
        }
    }
}
