//! When this process last asked for an entry.
//!
//! Stores tell when something was written and not when it was read. Without this, what is asked for all day would be the
//! first to go.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use dashmap::DashMap;

/// Instants by entry; clones share them.
#[derive(Debug, Clone, Default)]
pub struct Uses(Arc<DashMap<String, DateTime<Utc>>>);

impl Uses {
    /// Notes that an entry is asked for now.
    pub fn note(&self, entry: String) {
        self.0.insert(entry, Utc::now());
    }

    /// When the entry was last asked for.
    pub fn last(&self, entry: &str) -> Option<DateTime<Utc>> {
        self.0.get(entry).map(|at| *at)
    }

    /// Forgets the entries that are no more.
    pub fn retain(&self, is_there: impl Fn(&str) -> bool) {
        self.0.retain(|entry, _| is_there(entry));
    }
}
