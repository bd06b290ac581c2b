//! JSON, one object a line, plain or compressed (`.gz`, `.zst`).
//!
//! Lines are decoded in blocks. A block that does not decode is taken line by line, so that one bad
//! line costs itself and no neighbour; it is turned away with its line number and byte offset.

use std::io::{BufRead, BufReader, Read};
use std::sync::Arc;

use arrow::compute::concat_batches;
use arrow::datatypes::{FieldRef, Schema, SchemaRef};
use arrow::json::ReaderBuilder;
use arrow::json::reader::infer_json_schema_from_iterator;
use arrow::record_batch::RecordBatch;
use async_trait::async_trait;
use bytes::{Buf, Bytes};
use futures::stream::BoxStream;
use futures::{StreamExt, stream};
use object_store::ObjectStoreExt;
use serde_json::{Map, Value};
use tokio::sync::mpsc;

use super::{Chunk, Format, SourceFile};
use crate::Error;
use crate::quarantine::{Reject, Rejects};

const LINES_PER_BLOCK: usize = 8192;
const SAMPLE_LINES: usize = 2000;
/// A longer line is not a fact but a broken file.
const LINE_BYTES_MAX: usize = 16 << 20;

/// Newline-delimited JSON: `.ndjson`, `.jsonl`, `.json`, with `.gz` or `.zst` after it.
#[derive(Debug)]
pub struct Ndjson;

#[async_trait]
impl Format for Ndjson {
    fn name(&self) -> &'static str {
        "ndjson"
    }

    fn matches(&self, path: &str) -> bool {
        let plain = path.trim_end_matches(".gz").trim_end_matches(".zst");
        [".ndjson", ".jsonl", ".json"].iter().any(|ending| plain.ends_with(ending))
    }

    async fn infer(&self, file: &SourceFile) -> Result<SchemaRef, String> {
        let bytes = fetch(file).await.map_err(|cause| cause.to_string())?;
        let path = file.path().to_owned();
        let sample = move || sample(decompress(&path, bytes));
        tokio::task::spawn_blocking(sample).await.map_err(|cause| cause.to_string())?
    }

    async fn read(
        &self,
        file: &SourceFile,
        wanted: SchemaRef,
        rejects: Arc<Rejects>,
    ) -> Result<BoxStream<'static, Result<Chunk, Error>>, Error> {
        let bytes = fetch(file).await?;
        let lines = Lines::new(file.index, decompress(file.path(), bytes));
        let (sender, receiver) = mpsc::channel(2);
        tokio::task::spawn_blocking(move || send_blocks(lines, &wanted, &rejects, &sender));
        Ok(stream::unfold(receiver, |mut receiver| async { receiver.recv().await.map(|chunk| (chunk, receiver)) }).boxed())
    }
}

async fn fetch(file: &SourceFile) -> Result<Bytes, Error> {
    let unreadable = |cause: object_store::Error| Error::from_datafusion(cause.into(), "");
    let found = file.store.get(&file.object.location).await.map_err(unreadable)?;
    found.bytes().await.map_err(unreadable)
}

fn decompress(path: &str, bytes: Bytes) -> Box<dyn BufRead + Send> {
    let raw = bytes.reader();
    match path.rsplit('.').next() {
        Some("gz") => Box::new(BufReader::new(flate2::read::MultiGzDecoder::new(raw))),
        Some("zst") => match zstd::stream::read::Decoder::new(raw) {
            Ok(decoder) => Box::new(BufReader::new(decoder)),
            Err(cause) => Box::new(BufReader::new(Broken(Some(cause)))),
        },
        _ => Box::new(BufReader::new(raw)),
    }
}

/// A reader that yields the error met when it was opened.
struct Broken(Option<std::io::Error>);

impl Read for Broken {
    fn read(&mut self, _: &mut [u8]) -> std::io::Result<usize> {
        self.0.take().map_or(Ok(0), Err)
    }
}

fn sample(mut reader: Box<dyn BufRead + Send>) -> Result<SchemaRef, String> {
    let mut line = Vec::new();
    let mut values = Vec::new();
    while values.len() < SAMPLE_LINES {
        line.clear();
        match reader.read_until(b'\n', &mut line) {
            Ok(0) => break,
            Ok(_) => values.extend(serde_json::from_slice::<Value>(&line).ok().filter(|value| value.is_object())),
            // A cut file is still worth its whole lines.
            Err(cause) if values.is_empty() => return Err(cause.to_string()),
            Err(_) => break,
        }
    }
    if values.is_empty() {
        return Ok(Arc::new(Schema::empty()));
    }
    let schema = infer_json_schema_from_iterator(values.into_iter().map(Ok)).map_err(|cause| cause.to_string())?;
    Ok(Arc::new(schema))
}

/// A line with its place.
struct Line {
    row: i64,
    offset: i64,
    bytes: Vec<u8>,
}

struct Lines {
    file: i32,
    reader: Box<dyn BufRead + Send>,
    row: i64,
    offset: i64,
}

impl Lines {
    fn new(file: i32, reader: Box<dyn BufRead + Send>) -> Lines {
        Lines { file, reader, row: 0, offset: 0 }
    }

    /// The next lines; `Err` where the bytes end in damage.
    fn block(&mut self) -> Result<Vec<Line>, (Vec<Line>, std::io::Error)> {
        let mut block = Vec::with_capacity(LINES_PER_BLOCK);
        while block.len() < LINES_PER_BLOCK {
            match self.line() {
                Ok(Some(line)) if line.bytes.trim_ascii().is_empty() => continue,
                Ok(Some(line)) => block.push(line),
                Ok(None) => break,
                Err(cause) => return Err((block, cause)),
            }
        }
        Ok(block)
    }

    fn line(&mut self) -> std::io::Result<Option<Line>> {
        let mut bytes = Vec::new();
        let read = (&mut self.reader).take(LINE_BYTES_MAX as u64).read_until(b'\n', &mut bytes)?;
        if read == 0 {
            return Ok(None);
        }
        if read == LINE_BYTES_MAX {
            return Err(std::io::Error::other(format!("a line is longer than {LINE_BYTES_MAX} bytes")));
        }
        let offset = self.offset;
        self.offset += read as i64;
        self.row += 1;
        if self.row == 1 && bytes.starts_with(b"\xEF\xBB\xBF") {
            bytes.drain(..3);
        }
        Ok(Some(Line { row: self.row, offset, bytes }))
    }
}

fn send_blocks(mut lines: Lines, wanted: &SchemaRef, rejects: &Rejects, sender: &mpsc::Sender<Result<Chunk, Error>>) {
    loop {
        let (block, damage) = match lines.block() {
            Ok(block) => (block, None),
            Err((block, cause)) => (block, Some(cause)),
        };
        if block.is_empty() && damage.is_none() {
            return;
        }
        let chunk = decode(&block, wanted, lines.file, rejects);
        if let Some(cause) = &damage {
            rejects.file(lines.file, &format!("the file cannot be read past line {}: {cause}", lines.row));
        }
        if sender.blocking_send(chunk).is_err() || damage.is_some() {
            return;
        }
    }
}

fn decode(block: &[Line], wanted: &SchemaRef, file: i32, rejects: &Rejects) -> Result<Chunk, Error> {
    let text: Vec<u8> = block.iter().flat_map(|line| line.bytes.iter().copied().chain([b'\n'])).collect();
    if let Ok(batch) = decode_text(&text, wanted, block.len()) {
        return Ok(Chunk { batch, rows: block.iter().map(|line| line.row).collect() });
    }
    let mut batches = Vec::new();
    let mut rows = Vec::new();
    for line in block {
        match decode_text(&line.bytes, wanted, 1) {
            Ok(batch) => {
                batches.push(batch);
                rows.push(line.row);
            }
            Err(why) => rejects.row(reject(line, wanted, file, &why)),
        }
    }
    let batch = concat_batches(wanted, &batches).map_err(Error::internal)?;
    Ok(Chunk { batch, rows })
}

/// Decodes exactly `rows` objects; the reason otherwise.
fn decode_text(text: &[u8], wanted: &SchemaRef, rows: usize) -> Result<RecordBatch, String> {
    let mut decoder = ReaderBuilder::new(Arc::clone(wanted))
        .with_batch_size(rows.max(1) + 1)
        .with_coerce_primitive(true)
        .build_decoder()
        .map_err(|cause| cause.to_string())?;
    let consumed = decoder.decode(text).map_err(|cause| cause.to_string())?;
    let batch = decoder.flush().map_err(|cause| cause.to_string())?;
    let batch = batch.unwrap_or_else(|| RecordBatch::new_empty(Arc::clone(wanted)));
    match batch.num_rows() == rows && text[consumed..].trim_ascii().is_empty() {
        true => Ok(batch),
        false => Err("a line must hold exactly one JSON object".into()),
    }
}

/// The decoder's reason quotes the line, and a line holds people: only what is wrong is kept, and a masked value.
fn reject(line: &Line, wanted: &SchemaRef, file: i32, why: &str) -> Reject {
    let (rule, column) = diagnose(&line.bytes, wanted, why);
    Reject {
        file,
        row: Some(line.row),
        byte_offset: Some(line.offset),
        rule,
        column,
        value: Some(crate::quarantine::mask(String::from_utf8_lossy(&line.bytes).trim())),
    }
}

/// The rule that a line breaks, and the column to blame.
fn diagnose(line: &[u8], wanted: &SchemaRef, why: &str) -> (String, Option<String>) {
    if std::str::from_utf8(line).is_err() {
        return ("not_utf8".into(), None);
    }
    let mut values = serde_json::Deserializer::from_slice(line).into_iter::<Value>();
    match (values.next(), values.next()) {
        (Some(Ok(Value::Object(object))), None) => match wrong_column(&object, wanted, why) {
            Some(column) => (format!("type:{column}"), Some(column)),
            None => ("type".into(), None),
        },
        (Some(Ok(Value::Object(_))), Some(Ok(_))) => ("several_values".into(), None),
        (Some(Ok(Value::Object(_))), Some(Err(_))) | (Some(Err(_)) | None, _) => ("not_json".into(), None),
        (Some(Ok(_)), _) => ("not_an_object".into(), None),
    }
}

/// Most reasons name the column; where one does not, each is decoded alone.
fn wrong_column(object: &Map<String, Value>, wanted: &SchemaRef, why: &str) -> Option<String> {
    let told = why.split("field '").nth(1).and_then(|rest| rest.split('\'').next());
    let told = told.filter(|name| wanted.index_of(name).is_ok()).map(str::to_owned);
    told.or_else(|| wanted.fields().iter().find(|field| !decodes_alone(object, field)).map(|field| field.name().clone()))
}

fn decodes_alone(object: &Map<String, Value>, field: &FieldRef) -> bool {
    let Some(value) = object.get(field.name()) else {
        return true;
    };
    let text = Value::Object(Map::from_iter([(field.name().clone(), value.clone())])).to_string();
    decode_text(text.as_bytes(), &Arc::new(Schema::new(vec![Arc::clone(field)])), 1).is_ok()
}
