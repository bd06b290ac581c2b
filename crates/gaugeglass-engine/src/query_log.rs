//! The latest queries, kept in memory for `meta.queries`.

use std::collections::VecDeque;

use chrono::{DateTime, Utc};
use parking_lot::Mutex;

use crate::request::{Door, Request};

const KEPT_MAX: usize = 1_000;
const SQL_CHARACTERS_MAX: usize = 4_000;

/// One query.
#[derive(Debug, Clone)]
pub struct QueryRecord {
    /// Counts up.
    pub id: u64,
    /// When it was asked.
    pub started: DateTime<Utc>,
    /// By whom.
    pub principal: String,
    /// Through which door.
    pub door: Door,
    /// The statement, cut short.
    pub sql: String,
    /// Rows returned, once it ended.
    pub rows: Option<i64>,
    /// How long it took, once it ended.
    pub elapsed_ms: Option<i64>,
    /// Why it failed.
    pub error: Option<String>,
}

impl QueryRecord {
    /// `running`, `done` or `failed`.
    pub fn state(&self) -> &'static str {
        match (&self.error, self.elapsed_ms) {
            (Some(_), _) => "failed",
            (None, Some(_)) => "done",
            (None, None) => "running",
        }
    }
}

/// The bounded list.
#[derive(Debug, Default)]
pub struct QueryLog {
    inner: Mutex<(u64, VecDeque<QueryRecord>)>,
}

impl QueryLog {
    /// Notes the start of a query; gives its number.
    pub fn start(&self, request: &Request, sql: &str) -> u64 {
        let mut inner = self.inner.lock();
        inner.0 += 1;
        let record = QueryRecord {
            id: inner.0,
            started: Utc::now(),
            principal: request.principal.clone(),
            door: request.door,
            sql: sql.chars().take(SQL_CHARACTERS_MAX).collect(),
            rows: None,
            elapsed_ms: None,
            error: None,
        };
        inner.1.push_front(record);
        inner.1.truncate(KEPT_MAX);
        inner.0
    }

    /// Notes its end.
    pub fn end(&self, id: u64, rows: i64, error: Option<String>) {
        let mut inner = self.inner.lock();
        if let Some(record) = inner.1.iter_mut().find(|record| record.id == id) {
            record.elapsed_ms = Some((Utc::now() - record.started).num_milliseconds());
            record.rows = Some(rows);
            record.error = error;
        }
    }

    /// Newest first.
    pub fn latest(&self) -> Vec<QueryRecord> {
        self.inner.lock().1.iter().cloned().collect()
    }
}
