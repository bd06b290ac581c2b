//! JSON, one object a line, plain or compressed (`.gz`, `.zst`).
//!
//! Lines are decoded in blocks. A block that does not decode is halved until the bad lines stand alone, so that one bad
//! line costs itself and no neighbour; it is turned away with its line number and byte offset.

use std::io::{BufRead, Read};
use std::sync::Arc;

use arrow::compute::concat_batches;
use arrow::datatypes::{FieldRef, Schema, SchemaRef};
use arrow::json::reader::{self, ReaderBuilder, infer_json_schema_from_iterator};
use arrow::record_batch::RecordBatch;
use async_trait::async_trait;
use futures::stream::BoxStream;
use serde_json::{Map, Value};

use super::decoding::{self, Output, Stop};
use super::{Chunk, Format, SourceFile, Unreadable, ends_with_any, uncompressed};
use crate::Error;
use crate::quarantine::{Reject, Rejects};

const LINES_PER_BLOCK: usize = 4096;
const BLOCK_BYTES_MAX: usize = 16 << 20;
const SAMPLE_LINES: usize = 2000;
const SAMPLE_BYTES: u64 = 4 << 20;
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
        ends_with_any(uncompressed(path), &[".ndjson", ".jsonl", ".json"])
    }

    async fn infer(&self, file: &SourceFile) -> Result<SchemaRef, Unreadable> {
        decoding::at_first(file, SAMPLE_BYTES, sample).await
    }

    async fn read(
        &self,
        file: &SourceFile,
        wanted: SchemaRef,
        rejects: Arc<Rejects>,
    ) -> Result<BoxStream<'static, Result<Chunk, Error>>, Error> {
        Ok(decoding::apart(file, rejects, move |reader, output| read(reader, &wanted, output)))
    }
}

fn sample(mut reader: Box<dyn BufRead + Send>) -> Result<SchemaRef, String> {
    let mut line = Vec::new();
    let mut values = Vec::new();
    while values.len() < SAMPLE_LINES {
        line.clear();
        match (&mut reader).take(LINE_BYTES_MAX as u64).read_until(b'\n', &mut line) {
            Ok(0) => break,
            Ok(_) => values.extend(serde_json::from_slice::<Value>(&line).ok().filter(Value::is_object)),
            // The sample of a compressed file ends in its middle, and a cut file is still worth its whole lines.
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

/// A line's place, in the block's text and in the file.
#[derive(Debug, Clone)]
struct Line {
    start: usize,
    end: usize,
    row: i64,
    offset: i64,
}

/// Lines that are decoded together.
#[derive(Debug, Default)]
struct Block {
    text: Vec<u8>,
    lines: Vec<Line>,
}

impl Block {
    fn clear(&mut self) {
        self.text.clear();
        self.lines.clear();
    }

    fn is_full(&self) -> bool {
        self.lines.len() >= LINES_PER_BLOCK || self.text.len() >= BLOCK_BYTES_MAX
    }

    fn text_of(&self, lines: &[Line]) -> &[u8] {
        let ends = lines.first().zip(lines.last());
        ends.map_or(&[], |(first, last)| &self.text[first.start..last.end])
    }
}

/// Cuts a file into blocks of lines.
struct Lines {
    reader: Box<dyn BufRead + Send>,
    row: i64,
    offset: i64,
}

impl Lines {
    /// Fills the block with the next lines; gives the damage that ends them.
    fn fill(&mut self, block: &mut Block) -> Option<std::io::Error> {
        block.clear();
        while !block.is_full() {
            match self.line(block) {
                Ok(true) => {}
                Ok(false) => break,
                Err(cause) => return Some(cause),
            }
        }
        None
    }

    /// Appends one line; false at the end. A line without anything on it is none.
    fn line(&mut self, block: &mut Block) -> std::io::Result<bool> {
        let mut start = block.text.len();
        let read = match (&mut self.reader).take(LINE_BYTES_MAX as u64).read_until(b'\n', &mut block.text) {
            Ok(read) if read < LINE_BYTES_MAX => read,
            damaged => {
                block.text.truncate(start);
                damaged?;
                return Err(std::io::Error::other(format!("a line is longer than {LINE_BYTES_MAX} bytes")));
            }
        };
        let offset = self.offset;
        self.offset += read as i64;
        if self.row == 0 && block.text[start..].starts_with(b"\xEF\xBB\xBF") {
            start += 3;
        }
        if read > 0 && !block.text[start..].trim_ascii().is_empty() {
            self.row += 1;
            block.lines.push(Line { start, end: block.text.len(), row: self.row, offset });
        }
        Ok(read > 0)
    }
}

fn read(reader: Box<dyn BufRead + Send>, wanted: &SchemaRef, output: &Output) -> Result<(), Stop> {
    let mut lines = Lines { reader, row: 0, offset: 0 };
    let mut block = Block::default();
    let mut decoder = Decoder::new(Arc::clone(wanted));
    loop {
        let damage = lines.fill(&mut block);
        if block.lines.is_empty() && damage.is_none() {
            return Ok(());
        }
        output.send(decode(&block, &mut decoder, output)?)?;
        if let Some(cause) = damage {
            return Err(Stop::Damaged(format!("the file cannot be read past line {}: {cause}", lines.row)));
        }
    }
}

/// Turns text into rows. Its buffers are as large as a block, so they are kept from block to block.
struct Decoder {
    wanted: SchemaRef,
    /// What is kept, and for how many rows it has room.
    inner: Option<(usize, reader::Decoder)>,
}

impl Decoder {
    fn new(wanted: SchemaRef) -> Decoder {
        Decoder { wanted, inner: None }
    }

    /// Decodes exactly `rows` objects; the reason otherwise.
    fn decode(&mut self, text: &[u8], rows: usize) -> Result<RecordBatch, String> {
        // A block that is halved over and over for its bad lines needs small ones.
        let (room, mut inner) = match self.inner.take().filter(|(room, _)| *room >= rows) {
            Some(kept) => kept,
            None => (rows, self.build(rows)?),
        };
        let consumed = inner.decode(text).map_err(|cause| cause.to_string())?;
        let batch = inner.flush().map_err(|cause| cause.to_string())?;
        // One that failed is in the middle of a value, and is not kept.
        self.inner = Some((room, inner));
        let batch = batch.unwrap_or_else(|| RecordBatch::new_empty(Arc::clone(&self.wanted)));
        match batch.num_rows() == rows && text[consumed..].trim_ascii().is_empty() {
            true => Ok(batch),
            false => Err("a line must hold exactly one JSON object".into()),
        }
    }

    fn build(&self, rows: usize) -> Result<reader::Decoder, String> {
        // One row more than wanted: a decoder that is full stops in the middle of the text.
        let builder = ReaderBuilder::new(Arc::clone(&self.wanted)).with_batch_size(rows + 1).with_coerce_primitive(true);
        builder.build_decoder().map_err(|cause| cause.to_string())
    }
}

fn decode(block: &Block, decoder: &mut Decoder, output: &Output) -> Result<Chunk, Stop> {
    let mut whole = Vec::new();
    decode_lines(block, &block.lines, decoder, output, &mut whole);
    let rows = whole.iter().flat_map(|(lines, _)| lines.iter().map(|line| line.row)).collect();
    let batches: Vec<RecordBatch> = whole.into_iter().map(|(_, batch)| batch).collect();
    let batch = match batches.len() {
        1 => batches.into_iter().next(),
        _ => concat_batches(&decoder.wanted, &batches).ok(),
    };
    batch.map(|batch| Chunk { batch, rows }).ok_or_else(|| Stop::Damaged("its lines cannot be put together".into()))
}

fn decode_lines<'a>(block: &Block, lines: &'a [Line], decoder: &mut Decoder, output: &Output, whole: &mut Vec<(&'a [Line], RecordBatch)>) {
    match decoder.decode(block.text_of(lines), lines.len()) {
        Ok(batch) => whole.push((lines, batch)),
        Err(why) if lines.len() == 1 => {
            let text = block.text_of(lines);
            output.rejects.undecoded(reject(text, &lines[0], &decoder.wanted, output.file, &why));
        }
        Err(_) => {
            let (first, second) = lines.split_at(lines.len() / 2);
            decode_lines(block, first, decoder, output, whole);
            decode_lines(block, second, decoder, output, whole);
        }
    }
}

/// The decoder's reason quotes the line, and a line holds people: only what is wrong is kept, and a masked value.
fn reject(text: &[u8], line: &Line, wanted: &SchemaRef, file: i32, why: &str) -> Reject {
    let (rule, column) = diagnose(text, wanted, why);
    Reject {
        file,
        row: Some(line.row),
        byte_offset: Some(line.offset),
        rule,
        column,
        value: Some(crate::quarantine::mask(String::from_utf8_lossy(text).trim())),
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
    Decoder::new(Arc::new(Schema::new(vec![Arc::clone(field)]))).decode(text.as_bytes(), 1).is_ok()
}
