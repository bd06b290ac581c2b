//! The registry of metrics, models and readiness checks: `queries/` read into checked definitions.
//!
//! One file is one definition: YAML front matter in the leading comment, then one SELECT. This crate checks
//! the text alone and rewrites a metric's SELECT for a time grain, dimensions and filters. Whether the SQL
//! plans against the catalog is the engine's business; nothing here runs a query.

mod check;
mod column_shape;
mod diagnostic;
mod duration;
mod files;
mod front_matter;
mod keys;
mod mapping;
mod metric;
mod model;
mod nearest;
mod needs;
mod order;
mod parameter;
mod reader;
mod registry;
mod rewrite;
mod rules;
mod select;
mod slice;
mod statement;
mod vocabulary;

#[cfg(test)]
mod tests;

pub use check::Check;
pub use column_shape::ColumnShape;
pub use diagnostic::Diagnostic;
pub use duration::parse_seconds;
pub use files::fingerprint;
pub use keys::{CHECK_KEYS, Key, METRIC_KEYS, MODEL_KEYS};
pub use mapping::Mapping;
pub use metric::{Metric, Objective, Thresholds};
pub use model::Model;
pub use nearest::nearest;
pub use parameter::{Parameter, ParameterValue, STANDARD_PARAMETERS, StandardParameter};
pub use registry::{Loaded, Registry};
pub use slice::{NONE, Slice, SliceError, SlicedSql};
pub use vocabulary::{Chart, Dimension, Direction, Family, Grade, Grain, ParameterKind, Severity, Unit, UnknownWord};
