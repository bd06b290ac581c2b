//! One state of the world: the definitions, the listed sources, and the shapes of all relations.
//!
//! Taking a snapshot plans every model, metric and check once, without running any. That is the
//! whole of `gaugeglass check`, and it gives every view its schema.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use arrow::datatypes::{FieldRef, SchemaRef};
use gaugeglass_logs::Log;
use gaugeglass_metrics::{Diagnostic, Registry};

use crate::Error;
use crate::prepare::Listed;

/// Where a log of the contract stands.
#[derive(Debug, Clone)]
pub enum LogState {
    /// The configuration names no source for it.
    Absent,
    /// A source is named and cannot be listed.
    Failed(Error),
    /// Its files are known.
    Listed(Vec<Arc<Listed>>),
}

/// A state of the world.
#[derive(Debug, Clone)]
pub struct Snapshot {
    /// The state of the folders of definitions when they were read; none before they were.
    pub definitions: Option<u64>,
    /// Metrics, models and checks.
    pub registry: Arc<Registry>,
    /// What is wrong with files that are left out.
    pub diagnostics: Vec<Diagnostic>,
    /// Every log of the contract.
    pub logs: BTreeMap<&'static str, LogState>,
    /// The schema of each model that plans.
    pub models: HashMap<String, SchemaRef>,
    /// The schema of each table that plans.
    pub tables: HashMap<String, SchemaRef>,
    /// The figures of each metric that plans: measures, then `n`, `lo`, `hi`.
    pub metrics: HashMap<String, Vec<FieldRef>>,
    /// Hash of definitions and source content.
    pub key: String,
}

impl Snapshot {
    /// The state of a log.
    pub fn log(&self, log: &Log) -> &LogState {
        self.logs.get(log.name).unwrap_or(&LogState::Absent)
    }

    /// Why sources cannot be listed.
    pub fn failed(&self) -> impl Iterator<Item = &Error> {
        self.logs.values().filter_map(|state| match state {
            LogState::Failed(error) => Some(error),
            _ => None,
        })
    }

    /// True where the log has a source whose files are known.
    pub fn has_log(&self, name: &str) -> bool {
        matches!(self.logs.get(name), Some(LogState::Listed(_)))
    }
}
