//! The same rows in every format, and nothing in JSON that JSON cannot say.
#![allow(clippy::unwrap_used)]

use std::sync::Arc;

use ::parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use arrow::array::{ArrayRef, Float64Array, Int64Array, ListArray, StringArray, TimestampMicrosecondArray};
use arrow::datatypes::{DataType, Int32Type, TimeUnit};
use arrow::record_batch::RecordBatch;

use super::{Format, csv, json, parquet, type_name};

fn batch() -> RecordBatch {
    let instants = TimestampMicrosecondArray::from(vec![Some(1_767_571_200_000_000), None, Some(0)]).with_timezone("UTC");
    let list = ListArray::from_iter_primitive::<Int32Type, _, _>(vec![Some(vec![Some(1), None]), None, Some(vec![])]);
    RecordBatch::try_from_iter_with_nullable(vec![
        ("market", Arc::new(StringArray::from(vec![Some("DE, \"x\""), None, Some("FR")])) as ArrayRef, true),
        ("share", Arc::new(Float64Array::from(vec![Some(0.1 + 0.2), Some(f64::INFINITY), None])), true),
        ("at", Arc::new(instants), true),
        ("n", Arc::new(Int64Array::from(vec![Some(1), None, Some(-4)])), true),
        ("ids", Arc::new(list), true),
    ])
    .unwrap()
}

#[test]
fn json_keeps_columns_in_order_floats_exact_and_unknown_null() {
    let expected = "[{\"market\":\"DE, \\\"x\\\"\",\"share\":0.30000000000000004,\"at\":\"2026-01-05T00:00:00Z\",\"n\":1,\"ids\":[1,null]},\
                    {\"market\":null,\"share\":null,\"at\":null,\"n\":null,\"ids\":null},\
                    {\"market\":\"FR\",\"share\":null,\"at\":\"1970-01-01T00:00:00Z\",\"n\":-4,\"ids\":[]}]";
    assert_eq!(json::rows(&[batch()]).unwrap(), expected);
    assert_eq!(json::rows(&[]).unwrap(), "[]");
}

#[test]
fn csv_quotes_and_leaves_unknown_empty() {
    let text = String::from_utf8(csv::write(&batch().schema(), &[batch()]).unwrap()).unwrap();
    let expected = "market,share,at,n,ids\n\
                    \"DE, \"\"x\"\"\",0.30000000000000004,2026-01-05T00:00:00Z,1,\"[1, ]\"\n\
                    ,inf,,,\n\
                    FR,,1970-01-01T00:00:00Z,-4,[]\n";
    assert_eq!(text, expected);
    assert_eq!(csv::write(&batch().schema(), &[]).unwrap(), b"market,share,at,n,ids\n");
}

#[test]
fn parquet_reads_back_equal() {
    let file = parquet::write(&batch().schema(), &[batch()], &[("as_of", "2026-05-05T00:00:00Z".into())]).unwrap();
    let reader = ParquetRecordBatchReaderBuilder::try_new(bytes::Bytes::from(file)).unwrap();
    let pairs = reader.metadata().file_metadata().key_value_metadata().unwrap().clone();
    assert!(pairs.iter().any(|pair| pair.key == "as_of"));
    let read: Vec<RecordBatch> = reader.build().unwrap().map(Result::unwrap).collect();
    assert_eq!(read, [batch()]);
}

#[test]
fn endings_name_the_format() {
    assert_eq!(Format::of("aov.json"), ("aov", Format::Json));
    assert_eq!(Format::of("aov.parquet"), ("aov", Format::Parquet));
    assert_eq!(Format::of("aov"), ("aov", Format::Html));
}

#[test]
fn types_are_named_as_in_sql() {
    let cases = [
        (DataType::Utf8, "text"),
        (DataType::Timestamp(TimeUnit::Microsecond, Some("UTC".into())), "timestamp with time zone"),
        (DataType::Decimal128(18, 4), "decimal(18, 4)"),
        (DataType::new_list(DataType::Utf8, true), "text[]"),
        (DataType::Dictionary(Box::new(DataType::Int32), Box::new(DataType::Utf8)), "text"),
    ];
    for (kind, name) in cases {
        assert_eq!(type_name(&kind), name);
    }
}
