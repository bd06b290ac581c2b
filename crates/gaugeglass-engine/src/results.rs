//! Finished metric answers, by the hash of everything that went into them.

use std::collections::{HashMap, VecDeque};

use arrow::record_batch::RecordBatch;
use parking_lot::Mutex;

/// Rows kept over all answers; a row is about a hundred bytes.
const ROWS_MAX: usize = 1_000_000;
/// What an answer takes beside its rows, in rows: the figures of one row that every minute brings must not pile up.
const ROWS_AROUND: usize = 20;

/// A bounded map; the oldest answers leave first.
#[derive(Debug, Default)]
pub struct Results {
    inner: Mutex<Kept>,
}

#[derive(Debug, Default)]
struct Kept {
    answers: HashMap<String, RecordBatch>,
    order: VecDeque<String>,
    rows: usize,
}

impl Results {
    /// The answer under this key.
    pub fn get(&self, key: &str) -> Option<RecordBatch> {
        self.inner.lock().answers.get(key).cloned()
    }

    /// Keeps an answer; the newest one stays whatever its size.
    pub fn put(&self, key: String, batch: RecordBatch) {
        let mut kept = self.inner.lock();
        kept.rows += rows(&batch);
        if let Some(replaced) = kept.answers.insert(key.clone(), batch) {
            kept.rows -= rows(&replaced);
        } else {
            kept.order.push_back(key);
        }
        while kept.rows > ROWS_MAX && kept.order.len() > 1 {
            kept.drop_oldest();
        }
    }
}

impl Kept {
    fn drop_oldest(&mut self) {
        let oldest = self.order.pop_front().and_then(|key| self.answers.remove(&key));
        self.rows -= oldest.as_ref().map_or(0, rows);
    }
}

/// What an answer takes, in rows.
fn rows(batch: &RecordBatch) -> usize {
    batch.num_rows() + ROWS_AROUND
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use arrow::array::{ArrayRef, Int64Array};

    use super::*;

    fn answer(rows: usize) -> RecordBatch {
        let column: ArrayRef = Arc::new(Int64Array::from(vec![0; rows]));
        RecordBatch::try_from_iter([("n", column)]).unwrap_or_else(|_| RecordBatch::new_empty(Arc::new(arrow::datatypes::Schema::empty())))
    }

    #[test]
    fn the_oldest_answers_leave_when_there_are_too_many_rows() {
        let results = Results::default();
        for key in ["first", "second", "third"] {
            results.put(key.into(), answer(ROWS_MAX / 5 * 2));
        }
        assert!(results.get("first").is_none());
        assert!(results.get("second").is_some() && results.get("third").is_some());
    }

    #[test]
    fn an_answer_put_twice_counts_once() {
        let results = Results::default();
        for _ in 0..10 {
            results.put("same".into(), answer(ROWS_MAX / 5 * 2));
        }
        results.put("other".into(), answer(ROWS_MAX / 5 * 2));
        assert!(results.get("same").is_some());
    }

    #[test]
    fn answers_of_no_rows_leave_too() {
        let results = Results::default();
        let most = ROWS_MAX / ROWS_AROUND;
        for number in 0..=most {
            results.put(number.to_string(), answer(0));
        }
        assert!(results.get("0").is_none() && results.get("1").is_some());
    }
}
