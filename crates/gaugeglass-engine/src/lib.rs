//! The engine: SQL or a metric in, a stream of Arrow batches out.
//!
//! With `gaugeglass-functions` the only crate that names DataFusion. It opens the stores, prepares the logs, shows
//! them with models, metrics, findings and its own state in one catalog, and enforces every limit.
//! It knows nothing of HTTP and gRPC: doors call [`Engine::session`] and get batches.

mod audit;
mod cache;
mod compute;
mod content_key;
#[cfg(feature = "delta")]
mod delta_log;
mod engine;
mod error;
mod formats;
mod gate;
mod inputs;
mod left_out;
mod limits;
mod log_store;
mod materialise;
mod memory;
mod metric;
mod prepare;
mod quarantine;
mod query_log;
pub mod range;
mod read_only;
mod relation;
mod relations;
mod request;
mod results;
mod row_set;
mod sample;
mod scope;
mod session;
mod settings;
mod slo;
mod snapshot;
mod source;
mod statement;
mod stores;
mod stream;
mod table;
mod take;
mod utc_intervals;
mod wire;

#[cfg(test)]
mod tests;

pub use audit::{
    Audit, Blocker, ConstantRules, DimensionScore, Evidence, Exemptions, Filter, Finding, Gap, Ignored, Level, NextLevel, Outcome, Probe,
    Remediation, RuleChange, Severity, Stage, Stake, Status, Trial, WINDOW_DAYS,
};
pub use cache::{CacheEntry, Damage, Sweep};
pub use engine::{Engine, Progress};
pub use error::{Error, SqlError, nearest};
pub use limits::Limits;
pub use metric::{MetricAnswer, MetricQuery, default_grain};
pub use relation::{Relation, RelationKind};
pub use relations::CATALOG;
pub use request::{Door, Request};
pub use sample::{Sample, SampleLimits, SampledField, SampledFields, SampledFolder, sample};
pub use session::{Answer, Session};
pub use settings::{AsOf, CacheLimits, EngineSettings, LogSettings, ReadinessSettings, SettingRow, StorageSettings, StoreSettings};
pub use statement::Statement;
pub use stores::redacted as redacted_url;
pub use stream::BatchStream;
