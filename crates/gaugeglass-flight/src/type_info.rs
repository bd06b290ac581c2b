//! SQL types: their names for Arrow types, and the list that XdbcTypeInfo answers with.
//!
//! Names follow what a client can write in a cast, so that the two lists agree.

use std::collections::HashMap;

use arrow::datatypes::{DataType, SchemaRef, TimeUnit};
use arrow::record_batch::RecordBatch;
use arrow_flight::error::FlightError;
use arrow_flight::sql::metadata::{XdbcTypeInfo, XdbcTypeInfoDataBuilder};
use arrow_flight::sql::{Nullable, Searchable, XdbcDataType, XdbcDatetimeSubcode};

/// Columns of [`batch`].
pub(crate) fn schema() -> SchemaRef {
    XdbcTypeInfoDataBuilder::new().schema()
}

/// The types, ordered by number and name; with `data_type`, those of that number.
pub(crate) fn batch(data_type: Option<i32>) -> Result<RecordBatch, FlightError> {
    let mut builder = XdbcTypeInfoDataBuilder::new();
    types().into_iter().for_each(|info| builder.append(info));
    builder.build()?.record_batch(data_type)
}

/// The key under which tools look for a property of a column.
pub(crate) fn metadata_key(property: &str) -> String {
    format!("ARROW:FLIGHT:SQL:{property}")
}

/// What tools look for in the metadata of a column of type `kind`.
pub(crate) fn column_metadata(kind: &DataType) -> HashMap<String, String> {
    let is_text = matches!(kind, DataType::Utf8 | DataType::LargeUtf8);
    let mut properties = vec![
        ("TYPE_NAME", name(kind).to_owned()),
        ("IS_CASE_SENSITIVE", flag(is_text)),
        ("IS_SEARCHABLE", flag(true)),
        ("IS_READ_ONLY", flag(true)),
        ("IS_AUTO_INCREMENT", flag(false)),
    ];
    properties.extend(precision(kind).map(|digits| ("PRECISION", digits.to_string())));
    properties.extend(scale(kind).map(|digits| ("SCALE", digits.to_string())));
    properties.into_iter().map(|(property, value)| (metadata_key(property), value)).collect()
}

fn flag(is_so: bool) -> String {
    if is_so { "1" } else { "0" }.to_owned()
}

/// The SQL name of an Arrow type.
fn name(kind: &DataType) -> &'static str {
    match kind {
        DataType::Boolean => "BOOLEAN",
        DataType::Int8 => "TINYINT",
        DataType::Int16 => "SMALLINT",
        DataType::Int32 => "INTEGER",
        DataType::Int64 => "BIGINT",
        DataType::UInt8 => "TINYINT UNSIGNED",
        DataType::UInt16 => "SMALLINT UNSIGNED",
        DataType::UInt32 => "INTEGER UNSIGNED",
        DataType::UInt64 => "BIGINT UNSIGNED",
        DataType::Float16 | DataType::Float32 => "REAL",
        DataType::Float64 => "DOUBLE",
        other => long_name(other),
    }
}

fn long_name(kind: &DataType) -> &'static str {
    match kind {
        DataType::Decimal32(..) | DataType::Decimal64(..) | DataType::Decimal128(..) | DataType::Decimal256(..) => "DECIMAL",
        DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View => "VARCHAR",
        DataType::Binary | DataType::LargeBinary | DataType::BinaryView | DataType::FixedSizeBinary(_) => "BYTEA",
        DataType::Date32 | DataType::Date64 => "DATE",
        DataType::Time32(_) | DataType::Time64(_) => "TIME",
        DataType::Timestamp(_, None) => "TIMESTAMP",
        DataType::Timestamp(_, Some(_)) => "TIMESTAMP WITH TIME ZONE",
        DataType::Interval(_) | DataType::Duration(_) => "INTERVAL",
        DataType::List(_) | DataType::LargeList(_) | DataType::FixedSizeList(..) => "ARRAY",
        DataType::Struct(_) => "STRUCT",
        DataType::Map(..) => "MAP",
        DataType::Null => "NULL",
        _ => "OTHER",
    }
}

fn precision(kind: &DataType) -> Option<u32> {
    Some(match kind {
        DataType::Int8 | DataType::UInt8 => 3,
        DataType::Int16 | DataType::UInt16 => 5,
        DataType::Int32 | DataType::UInt32 => 10,
        DataType::Int64 => 19,
        DataType::UInt64 => 20,
        DataType::Float32 => 24,
        DataType::Float64 => 53,
        DataType::Decimal128(precision, _) | DataType::Decimal256(precision, _) => u32::from(*precision),
        _ => return None,
    })
}

fn scale(kind: &DataType) -> Option<i8> {
    match kind {
        DataType::Decimal128(_, scale) | DataType::Decimal256(_, scale) => Some(*scale),
        DataType::Timestamp(unit, _) => Some(fraction_digits(unit)),
        _ => None,
    }
}

fn fraction_digits(unit: &TimeUnit) -> i8 {
    match unit {
        TimeUnit::Second => 0,
        TimeUnit::Millisecond => 3,
        TimeUnit::Microsecond => 6,
        TimeUnit::Nanosecond => 9,
    }
}

fn types() -> Vec<XdbcTypeInfo> {
    let mut types = vec![
        plain("BOOLEAN", XdbcDataType::XdbcBit, 1),
        text("VARCHAR", XdbcDataType::XdbcVarchar),
        quoted("BYTEA", XdbcDataType::XdbcVarbinary, i32::MAX),
        decimal(),
        quoted("DATE", XdbcDataType::XdbcDate, 10),
        moment("TIME", XdbcDataType::XdbcTime, 15, XdbcDatetimeSubcode::XdbcSubcodeTime),
        moment("TIMESTAMP", XdbcDataType::XdbcTimestamp, 29, XdbcDatetimeSubcode::XdbcSubcodeTimestamp),
        moment("TIMESTAMP WITH TIME ZONE", XdbcDataType::XdbcTimestamp, 35, XdbcDatetimeSubcode::XdbcSubcodeTimestampWithTimezone),
        quoted("INTERVAL", XdbcDataType::XdbcInterval, 0),
        nested("ARRAY"),
        nested("MAP"),
        nested("STRUCT"),
    ];
    types.extend(whole_numbers());
    types.push(number("REAL", XdbcDataType::XdbcReal, 24, false));
    types.push(number("DOUBLE", XdbcDataType::XdbcDouble, 53, false));
    types
}

fn whole_numbers() -> Vec<XdbcTypeInfo> {
    let kinds = [
        ("TINYINT", XdbcDataType::XdbcTinyint, 8),
        ("SMALLINT", XdbcDataType::XdbcSmallint, 16),
        ("INTEGER", XdbcDataType::XdbcInteger, 32),
        ("BIGINT", XdbcDataType::XdbcBigint, 64),
    ];
    let pairs = kinds.into_iter().flat_map(|(name, kind, bits)| {
        let unsigned = format!("{name} UNSIGNED");
        [number(name, kind, bits - 1, false), number(&unsigned, kind, bits, true)]
    });
    pairs.collect()
}

/// What all types share; `size` is in characters, or in digits of the type's radix.
fn plain(name: &str, kind: XdbcDataType, size: i32) -> XdbcTypeInfo {
    XdbcTypeInfo {
        type_name: name.to_owned(),
        local_type_name: Some(name.to_owned()),
        data_type: kind,
        sql_data_type: kind,
        column_size: Some(size),
        nullable: Nullable::NullabilityNullable,
        searchable: Searchable::Full,
        auto_increment: Some(false),
        ..XdbcTypeInfo::default()
    }
}

fn number(name: &str, kind: XdbcDataType, bits: i32, is_unsigned: bool) -> XdbcTypeInfo {
    XdbcTypeInfo { unsigned_attribute: Some(is_unsigned), num_prec_radix: Some(2), ..plain(name, kind, bits) }
}

fn decimal() -> XdbcTypeInfo {
    XdbcTypeInfo {
        create_params: Some(vec!["precision".into(), "scale".into()]),
        unsigned_attribute: Some(false),
        fixed_prec_scale: true,
        minimum_scale: Some(0),
        maximum_scale: Some(38),
        num_prec_radix: Some(10),
        ..plain("DECIMAL", XdbcDataType::XdbcDecimal, 38)
    }
}

fn quoted(name: &str, kind: XdbcDataType, size: i32) -> XdbcTypeInfo {
    XdbcTypeInfo { literal_prefix: Some("'".into()), literal_suffix: Some("'".into()), ..plain(name, kind, size) }
}

fn text(name: &str, kind: XdbcDataType) -> XdbcTypeInfo {
    XdbcTypeInfo { case_sensitive: true, ..quoted(name, kind, i32::MAX) }
}

fn moment(name: &str, kind: XdbcDataType, size: i32, subcode: XdbcDatetimeSubcode) -> XdbcTypeInfo {
    XdbcTypeInfo {
        sql_data_type: XdbcDataType::XdbcDatetime,
        datetime_subcode: Some(subcode),
        minimum_scale: Some(0),
        maximum_scale: Some(9),
        ..quoted(name, kind, size)
    }
}

fn nested(name: &str) -> XdbcTypeInfo {
    XdbcTypeInfo { searchable: Searchable::None, ..plain(name, XdbcDataType::XdbcUnknownType, 0) }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::sync::Arc;

    use arrow::array::AsArray;
    use arrow::datatypes::{Field, Int32Type};

    use super::*;

    fn listed(data_type: Option<i32>) -> Vec<(i32, String)> {
        let batch = batch(data_type).unwrap();
        let names = batch.column(0).as_string::<i32>().iter().flatten().map(str::to_owned);
        batch.column(1).as_primitive::<Int32Type>().values().iter().copied().zip(names).collect()
    }

    #[test]
    fn types_are_ordered_by_number_and_name() {
        let all = listed(None);
        assert!(!all.is_empty());
        assert!(all.is_sorted(), "{all:?}");
    }

    #[test]
    fn a_number_asks_for_its_types_alone() {
        let moments = [(93, "TIMESTAMP".to_owned()), (93, "TIMESTAMP WITH TIME ZONE".to_owned())];
        assert_eq!(listed(Some(93)), moments);
        assert_eq!(listed(Some(4711)), []);
    }

    #[test]
    fn the_schema_is_the_one_of_the_rows() {
        assert_eq!(batch(None).unwrap().schema(), schema());
    }

    #[test]
    fn every_column_type_is_in_the_list() {
        let item = Arc::new(Field::new("item", DataType::Utf8, true));
        let kinds = [
            DataType::Boolean,
            DataType::Int16,
            DataType::Int32,
            DataType::Int64,
            DataType::UInt64,
            DataType::Float32,
            DataType::Float64,
            DataType::Decimal128(18, 4),
            DataType::Utf8,
            DataType::Binary,
            DataType::Date32,
            DataType::Timestamp(TimeUnit::Microsecond, Some("UTC".into())),
            DataType::Timestamp(TimeUnit::Microsecond, None),
            DataType::List(item.clone()),
            DataType::Struct(vec![item].into()),
        ];
        let listed: Vec<String> = listed(None).into_iter().map(|(_, name)| name).collect();
        for kind in kinds {
            assert!(listed.iter().any(|listed| listed == name(&kind)), "{kind}");
        }
    }
}
