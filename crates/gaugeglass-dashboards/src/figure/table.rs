//! Tables for a page: a metric's rows, or any batches, cut to what a page can hold.

use arrow::array::Array;
use arrow::datatypes::{DataType, SchemaRef};
use arrow::error::ArrowError;
use arrow::record_batch::RecordBatch;
use arrow::util::display::{ArrayFormatter, FormatOptions};
use askama::Template;
use chrono_tz::Tz;
use gaugeglass_metrics::{Grain, Metric};

use super::reading::Reading;
use crate::format::number::{UNKNOWN, count, figure, interval, measure_unit};
use crate::format::time::bucket_long;
use crate::format::value;

/// More rows than this belong in a download.
pub const ROWS_MAX: usize = 500;
/// A text of more characters is a sentence, not a name.
const LONG: usize = 40;

/// A table with its caption and heads.
#[derive(Debug, Clone, PartialEq, Eq, Template)]
#[template(path = "table.html")]
pub struct Table {
    /// What the rows are.
    pub caption: String,
    /// Column heads.
    pub heads: Vec<Head>,
    /// The rows that fit.
    pub rows: Vec<Vec<Cell>>,
    /// All rows.
    pub total: usize,
}

/// A column head.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// Its name.
    pub name: String,
    /// A second line, such as the type.
    pub note: String,
    /// Numbers stand to the right.
    pub is_number: bool,
}

/// One value.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Cell {
    /// As a reader sees it.
    pub text: String,
    /// Numbers stand to the right.
    pub is_number: bool,
    /// Unknown values are set apart from text.
    pub is_unknown: bool,
}

impl Table {
    /// Whether rows were left out.
    pub fn is_cut(&self) -> bool {
        self.rows.len() < self.total
    }

    /// How many rows are shown and how many there are.
    pub fn extent(&self) -> String {
        if self.is_cut() {
            return format!("First {} of {} rows", count(self.rows.len() as i64), count(self.total as i64));
        }
        match self.total {
            1 => "1 row".into(),
            total => format!("{} rows", count(total as i64)),
        }
    }
}

impl Head {
    fn text(name: impl Into<String>) -> Head {
        Head { name: name.into(), note: String::new(), is_number: false }
    }

    fn number(name: impl Into<String>) -> Head {
        Head { is_number: true, ..Head::text(name) }
    }
}

impl Cell {
    /// A text.
    pub fn text(text: impl Into<String>) -> Cell {
        Cell { text: text.into(), ..Cell::default() }
    }

    /// Sentences need room of their own.
    pub fn is_long(&self) -> bool {
        self.text.chars().count() > LONG
    }

    /// A number as written.
    pub fn number(text: impl Into<String>) -> Cell {
        let text = text.into();
        Cell { is_unknown: text == UNKNOWN, text, is_number: true }
    }
}

/// The rows of a metric, newest first.
pub fn of_metric(metric: &Metric, rows: &[Reading], by: &[String], grain: Grain, zone: Tz) -> Table {
    let mut heads = vec![Head::text(grain_name(grain))];
    heads.extend(by.iter().map(|name| Head::text(words(name))));
    heads.extend(metric.measures.iter().map(|name| Head::number(words(name))));
    heads.push(Head::number("n"));
    if metric.has_interval {
        heads.push(Head::number("95 % interval"));
    }
    heads.push(Head::text("Maturity"));
    let shown = |row: &Reading| cells(metric, row, grain, zone);
    let shown = match grain {
        Grain::Total => rows.iter().take(ROWS_MAX).map(shown).collect(),
        _ => rows.iter().rev().take(ROWS_MAX).map(shown).collect(),
    };
    let sliced: String = by.iter().map(|name| format!(" by {}", words(name).to_lowercase())).collect();
    Table { caption: format!("{}{sliced}, {}", metric.title, grain_caption(grain)), heads, rows: shown, total: rows.len() }
}

fn cells(metric: &Metric, row: &Reading, grain: Grain, zone: Tz) -> Vec<Cell> {
    let mut cells = vec![Cell::text(bucket_long(row.at, grain, zone))];
    cells.extend(row.dimensions.iter().map(|name| Cell::text(value::cell(name))));
    let values = metric.measures.iter().zip(&row.values);
    cells.extend(values.map(|(name, value)| Cell::number(figure(*value, measure_unit(metric, name)))));
    cells.push(Cell::number(row.n.map_or(UNKNOWN.into(), count)));
    if metric.has_interval {
        cells.push(Cell::number(interval(row.lo, row.hi, metric.unit).unwrap_or(UNKNOWN.into())));
    }
    cells.push(Cell::text(if row.provisional { "provisional" } else { "final" }));
    cells
}

/// Any batches, values as Arrow writes them.
pub fn of_batches(caption: &str, schema: &SchemaRef, batches: &[RecordBatch]) -> Result<Table, ArrowError> {
    let head = |field: &arrow::datatypes::FieldRef| Head {
        name: value::name(field.name()),
        note: crate::export::type_name(field.data_type()),
        is_number: field.data_type().is_numeric(),
    };
    let mut rows = Vec::new();
    for batch in batches {
        let wanted = ROWS_MAX.saturating_sub(rows.len()).min(batch.num_rows());
        rows.extend(batch_rows(&batch.slice(0, wanted))?);
    }
    let total = batches.iter().map(RecordBatch::num_rows).sum();
    Ok(Table { caption: caption.to_owned(), heads: schema.fields().iter().map(head).collect(), rows, total })
}

fn batch_rows(batch: &RecordBatch) -> Result<Vec<Vec<Cell>>, ArrowError> {
    let options = FormatOptions::default().with_timestamp_tz_format(Some("%Y-%m-%dT%H:%M:%S%.fZ"));
    let columns = batch.columns().iter().map(|column| ArrayFormatter::try_new(column, &options));
    let columns: Vec<ArrayFormatter> = columns.collect::<Result<_, _>>()?;
    let cell = |row: usize, index: usize| -> Result<Cell, ArrowError> {
        let column = batch.column(index);
        let is_number = column.data_type().is_numeric();
        if column.is_null(row) || matches!(column.data_type(), DataType::Null) {
            return Ok(Cell { text: UNKNOWN.into(), is_number, is_unknown: true });
        }
        let text = columns[index].value(row).try_to_string()?;
        Ok(Cell { text: value::cell(&text), is_number, is_unknown: false })
    };
    (0..batch.num_rows()).map(|row| (0..batch.num_columns()).map(|index| cell(row, index)).collect()).collect()
}

/// `repeat_purchase` as people read it; a unit at the end stands with the value instead.
pub fn words(name: &str) -> String {
    let units = ["_ms", "_s", "_min", "_h", "_d"];
    let name = units.iter().find_map(|unit| name.strip_suffix(unit)).unwrap_or(name);
    let mut words = name.replace('_', " ");
    if let Some(first) = words.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    words
}

/// The name of a bucket as a column head.
pub fn grain_name(grain: Grain) -> &'static str {
    match grain {
        Grain::Total => "Period from",
        Grain::Hour => "Hour",
        Grain::Day => "Day",
        Grain::Week => "Week",
        Grain::Month => "Month",
        Grain::Quarter => "Quarter",
    }
}

/// The plural of a bucket's name.
pub fn grain_plural(grain: Grain) -> &'static str {
    match grain {
        Grain::Total => "periods",
        Grain::Hour => "hours",
        Grain::Day => "days",
        Grain::Week => "weeks",
        Grain::Month => "months",
        Grain::Quarter => "quarters",
    }
}

fn grain_caption(grain: Grain) -> String {
    match grain {
        Grain::Total => "over the whole period".into(),
        _ => format!("by {}, newest first", grain.as_str()),
    }
}
