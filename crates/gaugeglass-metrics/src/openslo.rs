//! OpenSLO v1: service-level objectives as other systems write them, read into types, judged and written back.
//!
//! A document is kept as it was written, whatever Gaugeglass makes of it; the keys that the specification does not know
//! stay in the types under `rest`, so that none is lost where a document is written anew. Nothing here touches a file or
//! runs a query. Source: the specification, version 1, at <https://openslo.com>.

mod alert_condition;
mod alert_notification_target;
mod alert_policy;
mod burn;
mod compute;
mod data_source;
mod dialect;
mod document;
mod export;
mod fields;
mod generate;
mod headline;
mod import;
mod judge;
mod library;
mod linked;
mod metadata;
mod metric_file;
mod name;
mod node;
mod objective;
mod promise;
mod read;
mod service;
mod shorthand;
mod sli;
mod slo;
mod stream;
mod time_window;
mod value;

pub use alert_condition::{AlertConditionSpec, Condition, ConditionKind};
pub use alert_notification_target::AlertNotificationTargetSpec;
pub use alert_policy::AlertPolicySpec;
pub use data_source::DataSourceSpec;
pub use document::{Body, Document};
pub use export::{Export, export};
pub use import::{Import, NewFile, Outcome, What, import};
pub use linked::{Inline, Linked};
pub use metadata::Metadata;
pub use objective::{Objective, Operator, SliceWindow};
pub use read::{Entry, read};
pub use service::ServiceSpec;
pub use shorthand::Shorthand;
pub use sli::{Indicator, MetricSource, RatioMetric, RawType, SliSpec, SourcedMetric};
pub use slo::{BudgetingMethod, SloSpec};
pub use stream::join;
pub use time_window::{Calendar, TimeWindow};
pub use value::{Map, Number, Value};
