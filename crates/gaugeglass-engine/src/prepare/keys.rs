//! The keys of a unit's rows, sorted, in runs of bounded size.
//!
//! Which of several rows with one key stands is decided over all units together (`standing.rs`). A run holds what that
//! takes and no more: a hash of the key, when the row was received and loaded, a hash of its content, and its place.

use std::sync::Arc;

use arrow::array::{AsArray, FixedSizeBinaryBuilder, Int32Array, Int64Array, UInt32Array, UInt64Array};
use arrow::datatypes::{DataType, Field, Int32Type, Int64Type, Schema, SchemaRef, UInt32Type, UInt64Type};
use arrow::ipc::writer::FileWriter;
use arrow::record_batch::RecordBatch;
use arrow::row::{RowConverter, SortField};
use twox_hash::XxHash3_128;

use crate::Error;

/// Entries of a run.
pub const RUN_ENTRIES_MAX: usize = 512 * 1024;
/// Entries that are read at once when runs are merged.
const BLOCK_ENTRIES: usize = 8 * 1024;

/// A row as the contest for its key sees it; the smallest of one key stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct KeyEntry {
    /// Hash of the key: two keys share one with a chance of about n²/2¹²⁹.
    pub key: u128,
    /// When it was received, in microseconds; unknown comes last.
    pub received: i64,
    /// When it was loaded, in microseconds; unknown comes last.
    pub loaded: i64,
    /// Hash of all its columns, so that the choice does not hang on the order of files.
    pub content: u64,
    /// Its file's place in the unit; among the files of all units once runs of several are merged.
    pub file: i32,
    /// Its place in the unit's rows.
    pub position: u32,
}

fn schema() -> SchemaRef {
    Arc::new(Schema::new(vec![
        Field::new("key", DataType::FixedSizeBinary(16), false),
        Field::new("received", DataType::Int64, false),
        Field::new("loaded", DataType::Int64, false),
        Field::new("content", DataType::UInt64, false),
        Field::new("file", DataType::Int32, false),
        Field::new("position", DataType::UInt32, false),
    ]))
}

/// A run as an Arrow IPC file; sorts the entries.
pub fn encode(entries: &mut [KeyEntry]) -> Result<Vec<u8>, Error> {
    entries.sort_unstable();
    let mut writer = FileWriter::try_new(Vec::new(), &schema()).map_err(Error::internal)?;
    for block in entries.chunks(BLOCK_ENTRIES) {
        writer.write(&batch_of(block)?).map_err(Error::internal)?;
    }
    writer.into_inner().map_err(Error::internal)
}

fn batch_of(entries: &[KeyEntry]) -> Result<RecordBatch, Error> {
    let mut keys = FixedSizeBinaryBuilder::with_capacity(entries.len(), 16);
    for entry in entries {
        keys.append_value(entry.key.to_be_bytes()).map_err(Error::internal)?;
    }
    let batch = RecordBatch::try_new(
        schema(),
        vec![
            Arc::new(keys.finish()),
            Arc::new(Int64Array::from_iter_values(entries.iter().map(|entry| entry.received))),
            Arc::new(Int64Array::from_iter_values(entries.iter().map(|entry| entry.loaded))),
            Arc::new(UInt64Array::from_iter_values(entries.iter().map(|entry| entry.content))),
            Arc::new(Int32Array::from_iter_values(entries.iter().map(|entry| entry.file))),
            Arc::new(UInt32Array::from_iter_values(entries.iter().map(|entry| entry.position))),
        ],
    );
    batch.map_err(Error::internal)
}

/// The entries of a block.
pub fn decode(batch: &RecordBatch) -> Result<Vec<KeyEntry>, Error> {
    if batch.schema_ref() != &schema() {
        return Err(Error::internal("a run of keys has other columns"));
    }
    let keys = batch.column(0).as_fixed_size_binary();
    let received = batch.column(1).as_primitive::<Int64Type>();
    let loaded = batch.column(2).as_primitive::<Int64Type>();
    let content = batch.column(3).as_primitive::<UInt64Type>();
    let file = batch.column(4).as_primitive::<Int32Type>();
    let position = batch.column(5).as_primitive::<UInt32Type>();
    let mut entries = Vec::with_capacity(batch.num_rows());
    for at in 0..batch.num_rows() {
        let mut key = [0; 16];
        key.copy_from_slice(keys.value(at));
        entries.push(KeyEntry {
            key: u128::from_be_bytes(key),
            received: received.value(at),
            loaded: loaded.value(at),
            content: content.value(at),
            file: file.value(at),
            position: position.value(at),
        });
    }
    Ok(entries)
}

/// A 128-bit hash of each row of the key columns.
pub fn hash_rows(keys: &RecordBatch) -> Result<Vec<u128>, Error> {
    let fields = keys.schema().fields().iter().map(|field| SortField::new(field.data_type().clone())).collect();
    let converter = RowConverter::new(fields).map_err(Error::internal)?;
    let rows = converter.convert_columns(keys.columns()).map_err(Error::internal)?;
    Ok(rows.iter().map(|row| XxHash3_128::oneshot(row.as_ref())).collect())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use arrow::ipc::reader::FileReader;

    use super::*;

    #[test]
    fn a_run_gives_back_its_entries_in_order() {
        let entry = |key, received, position| KeyEntry { key, received, loaded: 0, content: 0, file: 0, position };
        let mut entries = vec![entry(u128::MAX, 1, 0), entry(1, i64::MAX, 1), entry(1, -5, 2), entry(256, 0, 3)];
        let bytes = encode(&mut entries).unwrap();
        let read: Vec<KeyEntry> =
            FileReader::try_new(std::io::Cursor::new(bytes), None).unwrap().flat_map(|batch| decode(&batch.unwrap()).unwrap()).collect();
        assert_eq!(read, entries);
        assert_eq!(read.iter().map(|entry| entry.position).collect::<Vec<_>>(), [2, 1, 3, 0]);
    }
}
