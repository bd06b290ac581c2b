//! The pages: dashboards, metrics, readiness, SQL and catalog as HTML that needs no script, the same answers as
//! JSON, CSV, Parquet, Arrow and Markdown, and their pictures as SVG and PNG.
//!
//! A page is a struct, a template and a pure function from the engine's answers; the address is the whole
//! state. This crate knows the engine and the registry; it knows nothing of gRPC and names no DataFusion.

mod assets;
mod charts;
mod compress;
pub mod export;
mod figure;
mod format;
mod layout;
mod pages;
mod serve;
mod url;

#[cfg(test)]
mod tests;

pub use layout::{Dashboard, Loaded, check as check_dashboard, check_columns, load as load_dashboards};
pub use pages::readiness::document::write as audit_document;
pub use pages::readiness::markdown::write as audit_markdown;
pub use pages::readiness::report as audit_report;
pub use serve::{Error, PageOptions, ReportError, report, router, serve, warm};
