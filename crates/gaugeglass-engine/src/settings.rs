//! What the engine needs to know, already read and checked.

use std::collections::BTreeMap;
use std::path::PathBuf;

use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use crate::Limits;

/// The engine's configuration.
#[derive(Debug, Clone)]
pub struct EngineSettings {
    /// What "now" is.
    pub as_of: AsOf,
    /// The business time zone of calendar buckets; logs are in UTC.
    pub time_zone: Tz,
    /// Where prepared Parquet is kept: a store of ours, never a log location.
    pub cache: String,
    /// Relative `file:` URLs and mapping paths start here.
    pub base: PathBuf,
    /// Named object stores.
    pub stores: BTreeMap<String, StoreSettings>,
    /// The sources of each log.
    pub logs: BTreeMap<String, Vec<LogSettings>>,
    /// Folders that extend or override the built-in `queries/`.
    pub queries: Vec<PathBuf>,
    /// Limits of every query.
    pub limits: Limits,
    /// How often storage is listed again, in milliseconds.
    pub refresh_ms: u64,
    /// Every setting as `meta.settings` shows it.
    pub shown: Vec<SettingRow>,
}

impl Default for EngineSettings {
    fn default() -> EngineSettings {
        EngineSettings {
            as_of: AsOf::Now,
            time_zone: Tz::UTC,
            cache: "file:.gaugeglass".into(),
            base: PathBuf::from("."),
            stores: BTreeMap::new(),
            logs: BTreeMap::new(),
            queries: Vec::new(),
            limits: Limits::default(),
            refresh_ms: 30_000,
            shown: Vec::new(),
        }
    }
}

/// The instant that figures are computed for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AsOf {
    /// The wall clock at the time of the request.
    Now,
    /// A pinned instant: a demo world's end, a replay.
    Fixed(DateTime<Utc>),
}

/// An object store by URL.
#[derive(Debug, Clone)]
pub struct StoreSettings {
    /// `file:logs`, `file:///srv/logs` or `s3://bucket/prefix`.
    pub url: String,
}

/// One source of a log.
#[derive(Debug, Clone)]
pub struct LogSettings {
    /// Name of the store.
    pub store: String,
    /// Folder or file below the store's URL, with placeholders such as `{yyyy}` or `*` where names vary.
    pub path: String,
    /// `parquet`, `ndjson`, `csv`, `tsv`, `ipc` or `avro`; told by the mapping or the file names where absent.
    pub format: Option<String>,
    /// A mapping: a `.sql` file, or the name of a built-in one. The columns are canonical where absent.
    pub mapping: Option<String>,
    /// The key of hive-style folders that every file must lie in, such as `ingest_dt`.
    pub partition: Option<String>,
}

/// A setting as `meta.settings` shows it; secrets never come this far.
#[derive(Debug, Clone)]
pub struct SettingRow {
    /// Dotted name.
    pub name: String,
    /// Value in force.
    pub value: String,
    /// Value when nothing is said.
    pub default: String,
    /// One sentence.
    pub doc: String,
    /// `default`, `file`, `environment` or `flag`.
    pub origin: String,
}
