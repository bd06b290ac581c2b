//! The same answer as a file: rows for machines, a table or a picture for people, at the page's own address with an ending.
//!
//! Every file says what it rests on: range, zone, filters, as-of, definition, and whether rows are missing. In CSV a line that is
//! no row would be taken for one, so there the file's name and the headers of the response say it.

pub mod csv;
pub mod drawing;
pub mod formula;
pub mod ipc;
pub mod json;
pub mod markdown;
pub mod parquet;
pub mod pdf;
pub mod png;
pub mod sheet;
pub mod stamp;

#[cfg(test)]
mod tests;

use arrow::datatypes::{DataType, TimeUnit};
use arrow::error::ArrowError;

/// How an answer is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// A page.
    Html,
    /// One JSON object.
    Json,
    /// Comma-separated values with a header.
    Csv,
    /// A Parquet file.
    Parquet,
    /// An Arrow IPC file.
    Arrow,
    /// A table in Markdown.
    Markdown,
    /// A picture that stays sharp.
    Svg,
    /// A picture in pixels.
    Png,
    /// A page to print.
    Pdf,
}

impl Format {
    /// What a metric is sent as, besides its page.
    pub const FILES: [Format; 8] =
        [Format::Csv, Format::Json, Format::Parquet, Format::Arrow, Format::Markdown, Format::Svg, Format::Png, Format::Pdf];

    /// Splits `conversion_rate.json` into its name and format.
    pub fn of(path: &str) -> (&str, Format) {
        let found = Format::FILES.into_iter().find_map(|format| Some((path.strip_suffix(format.ending())?.strip_suffix('.')?, format)));
        found.unwrap_or((path, Format::Html))
    }

    /// The media type.
    pub fn media_type(self) -> &'static str {
        match self {
            Format::Html => "text/html; charset=utf-8",
            Format::Json => "application/json",
            Format::Csv => "text/csv; charset=utf-8",
            Format::Parquet => "application/vnd.apache.parquet",
            Format::Arrow => "application/vnd.apache.arrow.file",
            Format::Markdown => "text/markdown; charset=utf-8",
            Format::Svg => "image/svg+xml",
            Format::Png => "image/png",
            Format::Pdf => "application/pdf",
        }
    }

    /// The ending of a file name.
    pub fn ending(self) -> &'static str {
        match self {
            Format::Html => "html",
            Format::Json => "json",
            Format::Csv => "csv",
            Format::Parquet => "parquet",
            Format::Arrow => "arrow",
            Format::Markdown => "md",
            Format::Svg => "svg",
            Format::Png => "png",
            Format::Pdf => "pdf",
        }
    }

    /// What readers call it.
    pub fn name(self) -> &'static str {
        match self {
            Format::Html => "Page",
            Format::Json => "JSON",
            Format::Csv => "CSV",
            Format::Parquet => "Parquet",
            Format::Arrow => "Arrow",
            Format::Markdown => "Markdown",
            Format::Svg => "SVG",
            Format::Png => "PNG",
            Format::Pdf => "PDF",
        }
    }
}

/// An answer could not be written; a fault of ours.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// Arrow's writers.
    #[error(transparent)]
    Arrow(#[from] ArrowError),
    /// The Parquet writer.
    #[error(transparent)]
    Parquet(#[from] ::parquet::errors::ParquetError),
    /// The JSON writer.
    #[error(transparent)]
    Json(#[from] serde_json::Error),
    /// The template of a picture.
    #[error(transparent)]
    Template(#[from] askama::Error),
    /// The painter of a picture.
    #[error("the picture could not be painted: {0}")]
    Picture(String),
}

/// The type of a column in the words of SQL.
pub fn type_name(kind: &DataType) -> String {
    match kind {
        DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View => "text".into(),
        DataType::Boolean => "boolean".into(),
        DataType::Int8 | DataType::UInt8 | DataType::Int16 => "smallint".into(),
        DataType::UInt16 | DataType::Int32 => "integer".into(),
        DataType::UInt32 | DataType::Int64 | DataType::UInt64 => "bigint".into(),
        DataType::Float16 | DataType::Float32 => "real".into(),
        DataType::Float64 => "double".into(),
        DataType::Decimal128(precision, scale) | DataType::Decimal256(precision, scale) => format!("decimal({precision}, {scale})"),
        DataType::Date32 | DataType::Date64 => "date".into(),
        DataType::Timestamp(TimeUnit::Second | TimeUnit::Millisecond | TimeUnit::Microsecond | TimeUnit::Nanosecond, zone) => {
            if zone.is_some() { "timestamp with time zone".into() } else { "timestamp".into() }
        }
        DataType::Dictionary(_, value) => type_name(value),
        DataType::List(item) | DataType::LargeList(item) | DataType::ListView(item) => format!("{}[]", type_name(item.data_type())),
        DataType::Struct(fields) => {
            let fields: Vec<String> = fields.iter().map(|field| format!("{} {}", field.name(), type_name(field.data_type()))).collect();
            format!("struct({})", fields.join(", "))
        }
        DataType::Map(entries, _) => match entries.data_type() {
            DataType::Struct(fields) if fields.len() == 2 => {
                format!("map({}, {})", type_name(fields[0].data_type()), type_name(fields[1].data_type()))
            }
            other => format!("map({})", type_name(other)),
        },
        other => other.to_string().to_lowercase(),
    }
}
