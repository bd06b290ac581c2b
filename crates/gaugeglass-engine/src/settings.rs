//! What the engine needs to know, already read and checked.

use std::collections::BTreeMap;
use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use object_store::ObjectStore;

use crate::Limits;
use crate::stores::redacted;

/// The engine's configuration.
#[derive(Debug, Clone)]
pub struct EngineSettings {
    /// What "now" is.
    pub as_of: AsOf,
    /// The business time zone of calendar buckets; logs are in UTC.
    pub time_zone: Tz,
    /// Where prepared Parquet is kept: a store of ours, never a log location.
    pub cache: String,
    /// How much of what nothing needs now stays there.
    pub cache_limits: CacheLimits,
    /// Relative `file:` URLs and mapping paths start here.
    pub base: PathBuf,
    /// How stores over the network are asked.
    pub storage: StorageSettings,
    /// Named object stores.
    pub stores: BTreeMap<String, StoreSettings>,
    /// The sources of each log.
    pub logs: BTreeMap<String, Vec<LogSettings>>,
    /// Folders that extend or override the built-in `queries/`.
    pub queries: Vec<PathBuf>,
    /// Rules of the readiness audit that lie outside of `queries/`.
    pub readiness: ReadinessSettings,
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
            cache_limits: CacheLimits::default(),
            base: PathBuf::from("."),
            storage: StorageSettings::default(),
            stores: BTreeMap::new(),
            logs: BTreeMap::new(),
            queries: Vec::new(),
            readiness: ReadinessSettings::default(),
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

/// How much of what nothing needs now stays in the cache; where nothing is said, all of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CacheLimits {
    /// Days since an entry was written or used last.
    pub age_days_max: Option<u64>,
    /// Bytes of all entries together, those that are needed among them.
    pub bytes_max: Option<u64>,
}

/// Rules of the readiness audit that lie outside of `queries/`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ReadinessSettings {
    /// A YAML file of checks that an owner takes out of the score for a while.
    pub exemptions_file: Option<PathBuf>,
    /// A folder with the checks of an earlier day, whose rules today's evidence is judged by as well.
    pub previous_rules: Option<PathBuf>,
}

/// How stores over the network are asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StorageSettings {
    /// How often a failed request is tried again.
    pub retries_max: usize,
    /// A request, with its body, may take this long, in milliseconds.
    pub request_time_ms_max: u64,
    /// No retry starts later than this after the first try, in milliseconds.
    pub retry_time_ms_max: u64,
    /// Requests to one store at the same time.
    pub requests_max: usize,
    /// Whether plain HTTP will do.
    pub allow_http: bool,
}

impl Default for StorageSettings {
    fn default() -> StorageSettings {
        StorageSettings { retries_max: 5, request_time_ms_max: 60_000, retry_time_ms_max: 60_000, requests_max: 32, allow_http: false }
    }
}

/// An object store of logs.
#[derive(Clone)]
pub struct StoreSettings {
    /// `file:logs`, `file:///srv/logs`, `s3://bucket/prefix`, `gs://…`, `az://…` or `https://…`.
    pub url: String,
    /// A store that an embedding program or a test brings; the URL then only names it.
    pub objects: Option<Arc<dyn ObjectStore>>,
}

impl StoreSettings {
    /// The store that this URL names.
    pub fn at(url: impl Into<String>) -> StoreSettings {
        StoreSettings { url: url.into(), objects: None }
    }
}

/// A store that was brought may keep keys in memory, so it is not shown.
impl fmt::Debug for StoreSettings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let brought = self.objects.as_ref().map(|_| "brought");
        f.debug_struct("StoreSettings").field("url", &redacted(&self.url)).field("objects", &brought).finish()
    }
}

/// One source of a log.
#[derive(Debug, Clone)]
pub struct LogSettings {
    /// Name of the store.
    pub store: String,
    /// Folder or file below the store's URL, with placeholders such as `{yyyy}` or `*` where names vary.
    pub path: String,
    /// `parquet`, `ndjson`, `csv`, `tsv`, `ipc`, `avro` or `delta`; told by the mapping or the file names where absent.
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
