//! Who asks, through which door, and as of when.

use chrono::{DateTime, Utc};

/// The door a request came through; shown in the query log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Door {
    /// Arrow Flight SQL.
    Flight,
    /// The pages and their exports.
    Pages,
    /// The command line.
    Cli,
    /// The engine itself, filling its caches.
    Engine,
}

impl Door {
    /// The word in the query log.
    pub fn name(self) -> &'static str {
        match self {
            Door::Flight => "flight",
            Door::Pages => "pages",
            Door::Cli => "cli",
            Door::Engine => "engine",
        }
    }
}

/// One call from a door.
#[derive(Debug, Clone)]
pub struct Request {
    /// Who asks; `anonymous` on an open door.
    pub principal: String,
    /// Where they ask.
    pub door: Door,
    /// A pinned instant (a frozen link); otherwise the configuration's.
    pub as_of: Option<DateTime<Utc>>,
    /// Tighter row limit of this call, if any.
    pub rows_max: Option<usize>,
}

impl Request {
    /// A request under the configured limits and as-of.
    pub fn new(principal: impl Into<String>, door: Door) -> Request {
        Request { principal: principal.into(), door, as_of: None, rows_max: None }
    }

    /// The same request with its own instant.
    pub fn as_of(mut self, instant: Option<DateTime<Utc>>) -> Request {
        self.as_of = instant;
        self
    }

    /// The same request, cut at `rows`.
    pub fn rows_max(mut self, rows: usize) -> Request {
        self.rows_max = Some(rows);
        self
    }
}
