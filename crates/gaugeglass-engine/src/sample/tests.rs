//! What a sample sees of a folder with every format.
#![allow(clippy::unwrap_used)]

use std::io::Write;
use std::sync::Arc;

use arrow::array::{Int64Array, StringArray};
use arrow::datatypes::{DataType, Field, Schema};
use arrow::record_batch::RecordBatch;
use object_store::memory::InMemory;

use super::*;

/// A place with these files.
async fn place(files: Vec<(String, Vec<u8>)>) -> Store {
    let objects = InMemory::new();
    for (name, bytes) in files {
        objects.put(&name.into(), bytes.into()).await.unwrap();
    }
    Store { url: "memory:logs".into(), folder: None, objects: Arc::new(objects) }
}

fn gz(text: &str) -> Vec<u8> {
    let mut writer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    writer.write_all(text.as_bytes()).unwrap();
    writer.finish().unwrap()
}

fn batch(rows: usize) -> RecordBatch {
    let schema = Schema::new(vec![Field::new("id", DataType::Utf8, true), Field::new("n", DataType::Int64, true)]);
    let ids = (0..rows).map(|row| format!("{row:0>32}"));
    let numbers = Int64Array::from_iter_values((0..rows as i64).map(|row| row.wrapping_mul(0x9E37_79B9_7F4A_7C15u64 as i64)));
    RecordBatch::try_new(Arc::new(schema), vec![Arc::new(StringArray::from_iter_values(ids)), Arc::new(numbers)]).unwrap()
}

fn parquet(rows: usize) -> Vec<u8> {
    let batch = batch(rows);
    let mut bytes = Vec::new();
    let mut writer = ::parquet::arrow::ArrowWriter::try_new(&mut bytes, batch.schema(), None).unwrap();
    writer.write(&batch).unwrap();
    writer.close().unwrap();
    bytes
}

fn ipc() -> Vec<u8> {
    let batch = batch(3);
    let mut writer = arrow::ipc::writer::FileWriter::try_new(Vec::new(), &batch.schema()).unwrap();
    writer.write(&batch).unwrap();
    writer.finish().unwrap();
    writer.into_inner().unwrap()
}

async fn look_at(files: Vec<(String, Vec<u8>)>) -> Sample {
    of_store(&place(files).await, &SampleLimits::default(), &|_, _, _| {}).await.unwrap()
}

fn file(name: &str, bytes: &[u8]) -> (String, Vec<u8>) {
    (name.to_owned(), bytes.to_vec())
}

#[tokio::test]
async fn formats_are_told_by_their_bytes_whatever_the_names() {
    let json = "{\"id\": 1, \"device\": {\"os\": \"ios\"}, \"items\": [{\"price\": 1.5}]}\n{\"id\": 2}\n";
    let files = vec![
        file("a/2026/01/05/x.log", json.as_bytes()),
        file("b/dt=2026-01-05/x", &gz(json)),
        file("c/part.dat", b"id,name\n1,\"a, \"\"b\"\"\"\n"),
        file("d/part.txt", b"id\tname\n1\tx\n"),
        file("e/part", &parquet(3)),
        file("f/part", &parquet(200_000)),
        file("g/part", &ipc()),
        file("h/part.zst", &zstd::encode_all(json.as_bytes(), 0).unwrap()),
        file("i/part.json", b"[{\"id\": 1}]"),
        file("_logs/part.json", b"{}"),
    ];
    let sample = look_at(files).await;
    assert!(sample.is_whole);
    let found: Vec<_> = sample
        .folders
        .iter()
        .map(|folder| (folder.path.as_str(), folder.format, folder.compression, folder.partition.as_deref(), folder.rows))
        .collect();
    let expected = [
        ("a/{yyyy}/{mm}/{dd}/", Some("ndjson"), None, None, 2),
        ("b/", Some("ndjson"), Some("gz"), Some("dt"), 2),
        ("c/", Some("csv"), None, None, 1),
        ("d/", Some("tsv"), None, None, 1),
        ("e/", Some("parquet"), None, None, 3),
        ("f/", Some("parquet"), None, None, 0),
        ("g/", Some("ipc"), None, None, 3),
        ("h/", Some("ndjson"), Some("zst"), None, 2),
        ("i/", None, None, None, 0),
    ];
    assert_eq!(found, expected);
    let fields = |path: &str| &sample.folder(path).unwrap().fields;
    let paths: Vec<&str> = fields("a/{yyyy}/{mm}/{dd}/").0.keys().map(String::as_str).collect();
    assert_eq!(paths, ["device.os", "id", "items[].price"]);
    assert!(fields("c/").0["name"].values.contains("a, \"b\""));
    assert_eq!((fields("f/").0["n"].kind, fields("e/").0["n"].filled), ("integer", 3));
    assert!(sample.folder("i/").unwrap().problem.as_ref().unwrap().contains("JSON array"));
}

#[tokio::test]
async fn a_series_of_files_is_looked_at_here_and_there() {
    let day = |day: usize| file(&format!("events/part-{day:05}.json"), format!("{{\"day{}\": 1}}\n", day / 1000).as_bytes());
    let sample = look_at((0..3000).map(day).chain([file("orders/part-0.json", b"{\"id\": 1}\n")]).collect()).await;
    assert!(!sample.is_whole && sample.keys < 100);
    assert_eq!(sample.folder("orders/").unwrap().rows, 1);
    assert_eq!(sample.folder("events/").unwrap().rows, 5);
}

#[tokio::test]
async fn a_field_is_there_where_it_or_what_is_in_it_is() {
    let sample = look_at(vec![file("x.json", b"{\"a\": {\"b\": 1}, \"ab\": 2, \"c\": [{\"d\": 1}]}\n")]).await;
    let fields = &sample.folders[0].fields;
    for (path, expected) in [("a", true), ("a.b", true), ("ab", true), ("c", true), ("c[].d", true), ("b", false), ("a.bc", false)] {
        assert_eq!(fields.has(path), expected, "{path}");
    }
    assert_eq!(fields.columns().into_iter().collect::<Vec<_>>(), ["a", "ab", "c"]);
}
