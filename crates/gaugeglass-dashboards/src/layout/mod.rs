//! Dashboards as files: rows of panels in YAML, checked on reading.
//!
//! A file is typed and refuses unknown keys; whether the metrics it names exist is checked against
//! the registry. A broken file takes no page down: the last version that could be read stays.

mod check;
mod raw;
mod store;

#[cfg(test)]
mod tests;

use crate::url::{Compare, Moment};
use gaugeglass_metrics::Family;

pub use check::{check, check_panel};
pub use store::{Layouts, Loaded, load};

/// A page of panels.
#[derive(Debug, Clone, PartialEq)]
pub struct Dashboard {
    /// The file's name without its ending, and the page's name.
    pub name: String,
    /// The heading.
    pub title: String,
    /// One sentence below it.
    pub description: Option<String>,
    /// Default range: from and to, where the file names them.
    pub range: (Option<Moment>, Option<Moment>),
    /// Default comparison.
    pub compare: Compare,
    /// Ranges offered as links.
    pub presets: Vec<Moment>,
    /// From top to bottom.
    pub rows: Vec<Row>,
    /// Where the file lies.
    pub path: String,
    /// The text of the file, for diagnostics.
    pub text: String,
}

/// Panels side by side.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// Heading above the row.
    pub title: Option<String>,
    /// From left to right; they wrap after twelve columns.
    pub panels: Vec<Panel>,
}

/// One figure or list.
#[derive(Debug, Clone, PartialEq)]
pub struct Panel {
    /// What it shows.
    pub subject: Subject,
    /// Columns it takes, of twelve.
    pub span: u8,
    /// Line and column in the file, counted from 1.
    pub place: (u64, u64),
}

/// What a panel shows.
#[derive(Debug, Clone, PartialEq)]
pub enum Subject {
    /// One metric.
    Metric(MetricPanel),
    /// A tile for each metric of the registry that no other panel shows.
    Every(Option<Family>),
    /// The rows of a table of results.
    Rows(RowsPanel),
    /// The readiness tile.
    Readiness,
    /// The metrics that moved most.
    Changes,
}

/// One metric, shown one way.
#[derive(Debug, Clone, PartialEq)]
pub struct MetricPanel {
    /// The metric's name.
    pub name: String,
    /// How it is shown.
    pub shape: Shape,
    /// A dimension to break down by.
    pub by: Option<String>,
    /// Values for the metric's parameters.
    pub parameters: Vec<(String, String)>,
}

/// The rows of a table of results.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowsPanel {
    /// The table's name in `metrics`.
    pub table: String,
    /// The columns shown, in order; all where none is named.
    pub columns: Vec<String>,
}

/// How a metric is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// A number with a sparkline.
    Stat,
    /// A line over time.
    Line,
    /// A bar per slice.
    Bar,
    /// A table of slices.
    Table,
}
