//! Dashboards as files: rows of panels in YAML, checked on reading.
//!
//! A file is typed and refuses unknown keys; whether the metrics, tables and columns it names exist is checked against
//! the registry and the catalog. A broken file takes no page down: the last version that could be read stays.

mod check;
mod plot;
mod raw;
mod store;
mod subject;

#[cfg(test)]
mod tests;

use crate::charts::Kind;
use crate::url::{Compare, Moment};
use gaugeglass_metrics::{Family, Unit};

pub use check::{check, check_columns, check_panel, column_complaints};
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

/// Line and column in a file, counted from 1.
pub type Place = (u64, u64);

/// One figure or list.
#[derive(Debug, Clone, PartialEq)]
pub struct Panel {
    /// What it shows.
    pub subject: Subject,
    /// Columns it takes, of twelve.
    pub span: u8,
    /// Where the file names what it shows.
    pub place: Place,
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
    /// A chart of the rows of a table of results.
    Plot(Box<PlotPanel>),
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
    pub by: Option<Column>,
    /// Values for the metric's parameters.
    pub parameters: Vec<(String, String)>,
}

/// A column that a panel names, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Its name.
    pub name: String,
    /// Where the file names it.
    pub place: Place,
}

/// Rows of a table of results.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Selection {
    /// The table's name in `metrics`.
    pub table: String,
    /// The panel's own heading, where the table's would not tell it from others.
    pub title: Option<String>,
    /// Only the rows in which each of these columns has this text.
    pub filter: Vec<(Column, String)>,
}

/// The rows of a table of results.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowsPanel {
    /// Which rows.
    pub selection: Selection,
    /// The columns shown, in order; all where none is named.
    pub columns: Vec<Column>,
    /// The first so many rows.
    pub top: Option<usize>,
}

/// A chart of the rows of a table of results.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlotPanel {
    /// Which rows.
    pub selection: Selection,
    /// How they are shown.
    pub kind: Kind,
    /// Which column is what.
    pub encoding: Encoding,
    /// The unit of the values; by default what the name of their column says.
    pub unit: Option<Unit>,
}

/// Which column of a table is what in a chart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Encoding {
    /// The horizontal side, or the name of a row.
    pub x: Column,
    /// The vertical side of a heat map, or the cohort.
    pub y: Option<Column>,
    /// What a row belongs to.
    pub series: Option<Column>,
    /// The value.
    pub value: Column,
    /// The lower end of its interval.
    pub lo: Option<Column>,
    /// The upper end of its interval.
    pub hi: Option<Column>,
    /// Rows behind it.
    pub n: Option<Column>,
    /// Whether the value can no longer change.
    pub is_final: Option<Column>,
}

impl Encoding {
    /// Every column that is named, as a reader would have them in a table.
    pub fn columns(&self) -> impl Iterator<Item = &Column> {
        let first = self.y.iter().chain(&self.series).chain([&self.x, &self.value]);
        first.chain(&self.lo).chain(&self.hi).chain(&self.n).chain(&self.is_final)
    }

    /// Those that must be numbers.
    pub fn numbers(&self) -> impl Iterator<Item = &Column> {
        std::iter::once(&self.value).chain(&self.lo).chain(&self.hi).chain(&self.n)
    }
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
    /// A chart of the slices.
    Plot(Kind),
}
