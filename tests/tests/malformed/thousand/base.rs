//! Whole files of orders in every format: what is broken, and the neighbours.

use std::io::Write;
use std::sync::Arc;

use arrow::array::RecordBatch;
use arrow::datatypes::{DataType, Field, Schema, SchemaRef, TimeUnit};
use arrow::ipc::writer::FileWriter;
use arrow::json::ReaderBuilder;
use arrow_avro::writer::AvroWriter;
use flate2::write::GzEncoder;
use parquet::arrow::ArrowWriter;
use parquet::basic::{Compression, ZstdLevel};
use parquet::file::properties::{EnabledStatistics, WriterProperties};

/// The columns of a file, `total` last.
pub const COLUMNS: [&str; 10] =
    ["event_id", "source", "type", "event_time", "received_time", "ingest_time", "order_id", "status", "currency", "total"];

/// The values of one order; `source` keeps the files of one name apart from all others.
pub fn values(source: &str, at: i64) -> [String; 10] {
    let (minute, second) = (at / 60 % 60, at % 60);
    [
        format!("order-{at:05}"),
        format!("/{source}"),
        "order_placed".to_owned(),
        format!("2026-01-05T10:{minute:02}:{second:02}Z"),
        format!("2026-01-05T10:{minute:02}:{second:02}.250Z"),
        format!("2026-01-05T11:{minute:02}:{second:02}Z"),
        format!("o-{at:05}"),
        ["placed", "paid", "refunded"][at as usize % 3].to_owned(),
        "EUR".to_owned(),
        format!("{}.{:02}", 10 + at, at % 100),
    ]
}

/// One order as a line, without its end.
pub fn line(source: &str, at: i64) -> String {
    let fields: Vec<String> = COLUMNS.iter().zip(values(source, at)).map(|(name, value)| format!("\"{name}\":\"{value}\"")).collect();
    format!("{{{}}}", fields.join(","))
}

pub fn lines(source: &str, rows: i64) -> Vec<u8> {
    (0..rows).map(|at| line(source, at) + "\n").collect::<String>().into_bytes()
}

/// The header of delimited text, without its end.
pub fn header() -> String {
    COLUMNS.join(",")
}

/// One order as a line of delimited text, without its end.
pub fn row(source: &str, at: i64) -> String {
    values(source, at).join(",")
}

pub fn csv(source: &str, rows: i64) -> Vec<u8> {
    let rows = (0..rows).map(|at| row(source, at) + "\n");
    (header() + "\n" + &rows.collect::<String>()).into_bytes()
}

fn schema() -> SchemaRef {
    let instant = DataType::Timestamp(TimeUnit::Microsecond, Some("UTC".into()));
    let fields = COLUMNS.map(|name| match name {
        "total" => Field::new(name, DataType::Decimal128(18, 4), true),
        name if name.ends_with("_time") => Field::new(name, instant.clone(), true),
        _ => Field::new(name, DataType::Utf8, true),
    });
    Arc::new(Schema::new(fields.to_vec()))
}

pub fn batch(source: &str, rows: i64) -> RecordBatch {
    let text = lines(source, rows);
    let mut batches = ReaderBuilder::new(schema()).with_batch_size(rows as usize).build(text.as_slice()).unwrap();
    batches.next().unwrap().unwrap()
}

/// A Parquet file of one row group, plain or compressed.
pub fn parquet(source: &str, rows: i64, is_compressed: bool) -> Vec<u8> {
    let compression = if is_compressed { Compression::ZSTD(ZstdLevel::default()) } else { Compression::UNCOMPRESSED };
    let properties = WriterProperties::builder()
        .set_compression(compression)
        .set_offset_index_disabled(true)
        .set_statistics_enabled(if is_compressed { EnabledStatistics::Chunk } else { EnabledStatistics::None })
        .build();
    let batch = batch(source, rows);
    let mut writer = ArrowWriter::try_new(Vec::new(), batch.schema(), Some(properties)).unwrap();
    writer.write(&batch).unwrap();
    writer.into_inner().unwrap()
}

/// An Arrow IPC file of two batches.
pub fn arrow(source: &str, rows: i64) -> Vec<u8> {
    let batch = batch(source, rows);
    let mut writer = FileWriter::try_new(Vec::new(), &batch.schema()).unwrap();
    let half = rows as usize / 2;
    writer.write(&batch.slice(0, half)).unwrap();
    writer.write(&batch.slice(half, rows as usize - half)).unwrap();
    writer.into_inner().unwrap()
}

/// An Avro file of one block.
pub fn avro(source: &str, rows: i64) -> Vec<u8> {
    let batch = batch(source, rows);
    let mut writer = AvroWriter::new(Vec::new(), batch.schema().as_ref().clone()).unwrap();
    writer.write(&batch).unwrap();
    writer.finish().unwrap();
    writer.into_inner()
}

pub fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut writer = GzEncoder::new(Vec::new(), flate2::Compression::default());
    writer.write_all(bytes).unwrap();
    writer.finish().unwrap()
}

pub fn zstandard(bytes: &[u8]) -> Vec<u8> {
    zstd::encode_all(bytes, 1).unwrap()
}
