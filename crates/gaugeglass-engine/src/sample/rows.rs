//! Rows of a file's beginning, as fields with values.

use std::io::Cursor;

use arrow::ipc::reader::StreamReader;
use arrow::json::LineDelimitedWriter;
use arrow::record_batch::{RecordBatch, RecordBatchReader};
use bytes::Bytes;
use object_store::ObjectMeta;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use parquet::arrow::parquet_to_arrow_schema;
use parquet::file::metadata::ParquetMetaDataReader;

use super::SampledFolder;
use super::content::{self, Content};

/// `ARROW1`, with which an Arrow file begins.
const MARK_BYTES: usize = 6;
/// Rows read of a file.
const ROWS_MAX: usize = 500;

/// Adds what a file's beginning tells to its folder.
pub fn read(folder: &mut SampledFolder, object: &ObjectMeta, bytes: &Bytes) {
    let content = content::recognise(object.location.as_ref(), bytes);
    let Some(format) = content.format else {
        let why = content.problem.unwrap_or("it is of no format that is read");
        folder.problem.get_or_insert_with(|| format!("{}: {why}", object.location));
        return;
    };
    if folder.format.is_some_and(|known| known != format) {
        folder.problem.get_or_insert_with(|| format!("{} is {format}, others are not", object.location));
        return;
    }
    folder.format = Some(format);
    folder.compression = folder.compression.or(content.compression);
    let is_cut = (bytes.len() as u64) < object.size || content.compression.is_some();
    let read = match format {
        "ndjson" => json_lines(folder, &content, is_cut),
        "csv" => delimited(folder, &content, is_cut, b','),
        "tsv" => delimited(folder, &content, is_cut, b'\t'),
        "parquet" => parquet(folder, bytes, is_cut),
        "ipc" => ipc(folder, &content),
        _ => avro(folder, &content),
    };
    if read.is_none() {
        folder.problem.get_or_insert_with(|| format!("{} is damaged", object.location));
    }
}

/// Whole lines: the last one of a cut text may be half a line.
fn lines(content: &Content, is_cut: bool) -> Vec<String> {
    let text = String::from_utf8_lossy(&content.bytes);
    let whole = if is_cut { text.rfind('\n').map_or(&text[..], |end| &text[..end]) } else { &text[..] };
    let filled = whole.trim_start_matches('\u{feff}').lines().filter(|line| !line.trim().is_empty());
    filled.take(ROWS_MAX).map(str::to_owned).collect()
}

fn json_lines(folder: &mut SampledFolder, content: &Content, is_cut: bool) -> Option<()> {
    let mut rows = 0;
    for row in lines(content, is_cut).iter().filter_map(|line| serde_json::from_str(line).ok()) {
        folder.fields.add_row(&row);
        rows += 1;
    }
    folder.rows += rows;
    (rows > 0).then_some(())
}

fn delimited(folder: &mut SampledFolder, content: &Content, is_cut: bool, separator: u8) -> Option<()> {
    let lines = lines(content, is_cut);
    let (first, rest) = lines.split_first()?;
    let header = split(first, separator);
    for line in rest {
        for (name, value) in header.iter().zip(split(line, separator)).filter(|(_, value)| !value.is_empty()) {
            folder.fields.add_value(name.clone(), "text", &value);
        }
    }
    for name in &header {
        folder.fields.0.entry(name.clone()).or_default().kind = "text";
    }
    folder.rows += rest.len() as u64;
    folder.first_line = header;
    Some(())
}

/// Values of a line; in CSV a quoted value may hold commas and doubled quotes.
fn split(line: &str, separator: u8) -> Vec<String> {
    if separator == b'\t' {
        return line.split('\t').map(str::to_owned).collect();
    }
    let mut values = vec![String::new()];
    let (mut is_quoted, mut was_quote) = (false, false);
    for mark in line.trim_end_matches('\r').chars() {
        let is_doubled = mark == '"' && was_quote;
        was_quote = mark == '"' && is_quoted;
        match (mark, values.last_mut()) {
            ('"', Some(value)) if is_doubled => {
                value.push('"');
                is_quoted = true;
                was_quote = false;
            }
            ('"', _) => is_quoted = !is_quoted,
            (',', _) if !is_quoted => values.push(String::new()),
            (mark, Some(value)) => value.push(mark),
            (_, None) => {}
        }
    }
    values
}

fn parquet(folder: &mut SampledFolder, bytes: &Bytes, is_cut: bool) -> Option<()> {
    if !is_cut {
        let reader = ParquetRecordBatchReaderBuilder::try_new(bytes.clone()).ok()?.with_limit(ROWS_MAX).build().ok()?;
        return batches(folder, reader);
    }
    // The end of a larger file: its schema, and none of its rows.
    let length = footer_length(bytes)?;
    let footer = bytes.get(bytes.len().checked_sub(8 + length)?..bytes.len() - 8)?;
    let metadata = ParquetMetaDataReader::decode_metadata(footer).ok()?;
    let file = metadata.file_metadata();
    let schema = parquet_to_arrow_schema(file.schema_descr(), file.key_value_metadata()).ok()?;
    schema.fields().iter().for_each(|field| folder.fields.note(field, ""));
    Some(())
}

fn footer_length(bytes: &[u8]) -> Option<usize> {
    let at = bytes.len().checked_sub(8)?;
    Some(u32::from_le_bytes(bytes[at..at + 4].try_into().ok()?) as usize)
}

fn ipc(folder: &mut SampledFolder, content: &Content) -> Option<()> {
    // A file is a stream after its mark, which is filled up with zeros.
    let start = MARK_BYTES + content.bytes.get(MARK_BYTES..)?.iter().position(|byte| *byte != 0)?;
    let reader = StreamReader::try_new(Cursor::new(content.bytes.get(start..)?), None).ok()?;
    batches(folder, reader)
}

fn avro(folder: &mut SampledFolder, content: &Content) -> Option<()> {
    let reader = arrow_avro::reader::ReaderBuilder::new().with_batch_size(ROWS_MAX).build(Cursor::new(&content.bytes[..])).ok()?;
    batches(folder, reader)
}

/// Columns and, as far as they are whole, the first rows.
fn batches(folder: &mut SampledFolder, mut reader: impl RecordBatchReader) -> Option<()> {
    reader.schema().fields().iter().for_each(|field| folder.fields.note(field, ""));
    if let Some(Ok(batch)) = reader.next() {
        let batch = batch.slice(0, batch.num_rows().min(ROWS_MAX));
        folder.rows += batch.num_rows() as u64;
        as_json(&batch)?.iter().for_each(|row| folder.fields.add_row(row));
    }
    Some(())
}

fn as_json(batch: &RecordBatch) -> Option<Vec<serde_json::Value>> {
    let mut text = Vec::new();
    let mut writer = LineDelimitedWriter::new(&mut text);
    writer.write(batch).ok()?;
    writer.finish().ok()?;
    drop(writer);
    text.split(|byte| *byte == b'\n').filter(|line| !line.is_empty()).map(|line| serde_json::from_slice(line).ok()).collect()
}
