//! The registry of metrics, models and readiness checks: `queries/` read into checked definitions.
//!
//! One file is one definition: YAML front matter in the leading comment, then one SELECT. This crate checks
//! the text alone and rewrites a metric's SELECT for a time grain, dimensions and filters. Whether the SQL
//! plans against the catalog is the engine's business; nothing here runs a query.

mod check;
mod column_shape;
mod counted;
mod diagnostic;
mod duration;
mod earlier;
mod evidence;
mod exemption;
mod files;
mod front_matter;
mod keys;
mod link;
mod mapping;
mod maturity;
mod metric;
mod model;
mod mutation;
mod nearest;
mod needs;
pub mod openslo;
mod order;
mod parameter;
mod reader;
mod registry;
mod rewrite;
mod rules;
mod select;
mod slice;
mod slo;
mod statement;
mod vocabulary;

#[cfg(test)]
mod tests;

pub use check::Check;
pub use column_shape::ColumnShape;
pub use counted::{CountedSql, Step};
pub use diagnostic::Diagnostic;
pub use duration::parse_seconds;
pub use evidence::{EVIDENCE_ROWS_MAX, EvidenceRows};
pub use exemption::Exemption;
pub use files::fingerprint;
pub use keys::{
    CHECK_KEYS, EVIDENCE_KEYS, EXCLUSION_KEYS, EXEMPTION_KEYS, Key, LINK_KEYS, METRIC_KEYS, MODEL_KEYS, MUTATION_KEYS, SLO_KEYS,
};
pub use link::Link;
pub use mapping::Mapping;
pub use maturity::{Maturity, SO_FAR};
pub use metric::{Metric, Thresholds};
pub use model::Model;
pub use mutation::Mutation;
pub use nearest::nearest;
pub use parameter::{Parameter, ParameterValue, STANDARD_PARAMETERS, StandardParameter};
pub use registry::{Loaded, Registry};
pub use slice::{NONE, Slice, SliceError, SlicedSql};
pub use slo::{Exclusion, Objective};
pub use vocabulary::{Chart, Dimension, Direction, Effort, Family, Grade, Grain, ParameterKind, Period, Severity, Unit, UnknownWord};
