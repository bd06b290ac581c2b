//! The same answer as a file: JSON, CSV or Parquet, at the page's own address with an ending.

pub mod csv;
pub mod json;
pub mod parquet;

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
}

impl Format {
    /// Splits `conversion_rate.json` into its name and format.
    pub fn of(path: &str) -> (&str, Format) {
        let endings = [(".json", Format::Json), (".csv", Format::Csv), (".parquet", Format::Parquet)];
        let found = endings.into_iter().find_map(|(ending, format)| Some((path.strip_suffix(ending)?, format)));
        found.unwrap_or((path, Format::Html))
    }

    /// The media type.
    pub fn media_type(self) -> &'static str {
        match self {
            Format::Html => "text/html; charset=utf-8",
            Format::Json => "application/json",
            Format::Csv => "text/csv; charset=utf-8",
            Format::Parquet => "application/vnd.apache.parquet",
        }
    }

    /// The ending of a file name.
    pub fn ending(self) -> &'static str {
        match self {
            Format::Html => "html",
            Format::Json => "json",
            Format::Csv => "csv",
            Format::Parquet => "parquet",
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
