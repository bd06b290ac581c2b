//! What one request sees: a snapshot of sources and definitions, and an instant.
//!
//! Everything a request reads hangs on its scope, so two figures of one page cannot come from two
//! states of the bucket or of the registry.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use gaugeglass_metrics::Mutation;

use crate::engine::Inner;
use crate::snapshot::Snapshot;

/// The view of the world that a request has.
#[derive(Debug, Clone)]
pub struct Scope {
    pub(crate) engine: Arc<Inner>,
    pub(crate) snapshot: Arc<Snapshot>,
    pub(crate) as_of: DateTime<Utc>,
    /// True where rows loaded after `as_of` must not be seen.
    pub(crate) pinned: bool,
    /// A known defect that stands in for one relation, to try whether a check notices.
    pub(crate) mutation: Option<Arc<Mutation>>,
}

impl Scope {
    /// The pinned instant as text, or nothing: part of every cache key.
    pub(crate) fn pin(&self) -> String {
        match self.pinned {
            true => self.as_of.to_rfc3339(),
            false => String::new(),
        }
    }
}
