//! The catalog `gaugeglass`: five schemas, each walking what there is.

mod catalog;
pub mod columns;
mod lazy;
mod logs;
mod meta;
mod metrics;
mod models;
mod mutated;
mod readiness;
mod tables;

pub use catalog::{Catalogs, names};
pub use meta::{MetaRelation, meta_relations};
pub use metrics::MetricFunction;
pub use readiness::readiness_relations;

/// The catalog's name.
pub const CATALOG: &str = "gaugeglass";
/// Its schemas, in the order people read them.
pub const SCHEMAS: [&str; 5] = ["metrics", "readiness", "model", "logs", "meta"];
