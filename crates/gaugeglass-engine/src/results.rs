//! Finished metric answers, by the hash of everything that went into them.

use std::collections::{HashMap, VecDeque};

use arrow::record_batch::RecordBatch;
use parking_lot::Mutex;

const ANSWERS_MAX: usize = 2_000;
/// A larger answer is computed again rather than kept.
const ROWS_MAX: usize = 20_000;

/// A bounded map; the oldest answer leaves first.
#[derive(Debug, Default)]
pub struct Results {
    inner: Mutex<(HashMap<String, RecordBatch>, VecDeque<String>)>,
}

impl Results {
    /// The answer under this key.
    pub fn get(&self, key: &str) -> Option<RecordBatch> {
        self.inner.lock().0.get(key).cloned()
    }

    /// Keeps an answer.
    pub fn put(&self, key: String, batch: RecordBatch) {
        if batch.num_rows() > ROWS_MAX {
            return;
        }
        let mut inner = self.inner.lock();
        if inner.0.insert(key.clone(), batch).is_none() {
            inner.1.push_back(key);
        }
        while inner.1.len() > ANSWERS_MAX {
            if let Some(oldest) = inner.1.pop_front() {
                inner.0.remove(&oldest);
            }
        }
    }
}
