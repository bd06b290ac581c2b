//! Parquet under the hash of what it was made from.
//!
//! An entry is a folder `<kind>/<key>/` with `entry.json`, written last, which names the parts that belong to it. Every
//! attempt to make an entry has a place of its own: two processes that race hold the same rows in different bytes, and a
//! reader must not find one's beginning and the other's end. A place that no entry names is work that did not finish.
//! Nothing is ever changed in place, so there is nothing to lock.

mod part;
mod part_writer;
mod parts_table;
mod staged;
mod trim;
mod upkeep;
mod uses;

use std::sync::Arc;

use arrow::datatypes::{DataType, Schema, SchemaRef};
use arrow::record_batch::RecordBatch;
use futures::future::ready;
use futures::{FutureExt, Stream, StreamExt, TryStreamExt, stream};
use object_store::path::Path;
use object_store::{ObjectStoreExt, PutPayload};
use parquet::arrow::AsyncArrowWriter;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use parquet::basic::{Compression, Encoding, ZstdLevel};
use parquet::file::metadata::SortingColumn;
use parquet::file::properties::WriterProperties;
use parquet::schema::types::ColumnPath;
use serde::Serialize;
use serde::de::DeserializeOwned;
use uuid::Uuid;

use crate::Error;
use crate::stores::Store;

pub use part::Part;
use part_writer::PartWriter;
pub use parts_table::{PartsTable, Selected};
pub use upkeep::{CacheEntry, Damage, Sweep, entry_of};
use uses::Uses;

/// The URL under which DataFusion knows the cache.
pub const URL: &str = "gaugeglass-cache://cache/";
/// The name of the note that closes an entry.
const NOTE: &str = "entry.json";
/// Requests at the same time.
const REQUESTS_AT_ONCE: usize = 16;
/// Rows of a row group: small enough that two cores share one part.
const ROW_GROUP_ROWS: usize = 128 * 1024;

/// A store of ours for what can be computed again.
#[derive(Debug, Clone)]
pub struct Cache {
    store: Store,
    uses: Uses,
}

/// What an entry names as its own. Files of other entries that it relies on belong to it too.
pub trait Note: Serialize + DeserializeOwned + Send + Sync {
    /// The parts of the entry.
    fn parts(&self) -> Vec<&Part>;
}

impl Cache {
    /// A cache in `store`.
    pub fn new(store: &Store) -> Cache {
        Cache { store: store.clone(), uses: Uses::default() }
    }

    /// The store, for reading it as files are read.
    pub fn store(&self) -> &Store {
        &self.store
    }

    /// The folder of an entry.
    pub fn entry(kind: &str, key: &str) -> String {
        format!("{kind}/{key}")
    }

    /// A place for the parts of an entry, where nobody else writes.
    pub fn place(kind: &str, key: &str) -> String {
        format!("{}/{}", Cache::entry(kind, key), Uuid::new_v4().simple())
    }

    /// The note that closes an entry, if the entry is whole: a folder that lost a part is none.
    pub async fn note<T: Note>(&self, kind: &str, key: &str) -> Result<Option<T>, Error> {
        let path = Path::from(format!("{kind}/{key}/{NOTE}"));
        let bytes = match self.store.objects.get(&path).await {
            Ok(found) => found.bytes().await.map_err(unreadable)?,
            Err(object_store::Error::NotFound { .. }) => return Ok(None),
            Err(cause) => return Err(unreadable(cause)),
        };
        // A note that does not parse was written by another version: made again, not trusted.
        let Ok(note) = serde_json::from_slice::<T>(&bytes) else {
            return Ok(None);
        };
        let is_whole = self.has_all(&note.parts()).await?;
        if is_whole {
            self.uses.note(Cache::entry(kind, key));
        }
        Ok(is_whole.then_some(note))
    }

    /// True where every part is there in its whole length; their entries are in use then.
    pub async fn has_all(&self, parts: &[&Part]) -> Result<bool, Error> {
        let looks: Vec<_> = parts.iter().map(|part| self.has(Path::from(part.path.as_str()), part.bytes).boxed()).collect();
        let mut looks = stream::iter(looks).buffer_unordered(REQUESTS_AT_ONCE);
        while let Some(is_there) = looks.try_next().await? {
            if !is_there {
                return Ok(false);
            }
        }
        parts.iter().filter_map(|part| entry_of(&part.path)).for_each(|entry| self.uses.note(entry));
        Ok(true)
    }

    async fn has(&self, path: Path, bytes: u64) -> Result<bool, Error> {
        match self.store.objects.head(&path).await {
            Ok(found) => Ok(found.size == bytes),
            Err(object_store::Error::NotFound { .. }) => Ok(false),
            Err(cause) => Err(unreadable(cause)),
        }
    }

    /// Closes an entry: from now on it is whole.
    pub async fn close<T: Note>(&self, kind: &str, key: &str, note: &T) -> Result<(), Error> {
        let bytes = serde_json::to_vec(note).map_err(Error::internal)?;
        let path = Path::from(format!("{kind}/{key}/{NOTE}"));
        self.store.objects.put(&path, PutPayload::from(bytes)).await.map_err(unwritable)?;
        Ok(())
    }

    /// Writes bytes as one part.
    pub async fn put(&self, path: &str, bytes: Vec<u8>, rows: u64) -> Result<Part, Error> {
        let part = Part::of(path, &bytes, rows);
        self.store.objects.put(&Path::from(path), PutPayload::from(bytes)).await.map_err(unwritable)?;
        Ok(part)
    }

    /// Removes parts that were needed for a while and that no entry names.
    pub async fn discard(&self, parts: &[Part]) -> Result<(), Error> {
        let deletes: Vec<_> = parts.iter().map(|part| self.delete(Path::from(part.path.as_str())).boxed()).collect();
        stream::iter(deletes).buffer_unordered(REQUESTS_AT_ONCE).try_for_each(|_| ready(Ok(()))).await
    }

    /// False where it was gone already.
    async fn delete(&self, path: Path) -> Result<bool, Error> {
        match self.store.objects.delete(&path).await {
            Ok(()) => Ok(true),
            Err(object_store::Error::NotFound { .. }) => Ok(false),
            Err(cause) => Err(unwritable(cause)),
        }
    }

    /// Writes one part from a stream.
    pub async fn write<S>(&self, place: &str, number: usize, schema: SchemaRef, mut batches: S) -> Result<Part, Error>
    where
        S: Stream<Item = Result<RecordBatch, Error>> + Unpin,
    {
        let mut writer = self.part(place, number, schema, None)?;
        while let Some(batch) = batches.next().await {
            writer.write(&batch?).await?;
        }
        writer.close().await
    }

    /// The rows of a small part.
    pub async fn read(&self, part: &Part) -> Result<Vec<RecordBatch>, Error> {
        let found = self.store.objects.get(&Path::from(part.path.as_str())).await.map_err(unreadable)?;
        let bytes = found.bytes().await.map_err(unreadable)?;
        let batches = ParquetRecordBatchReaderBuilder::try_new(bytes).and_then(|builder| builder.build()).map_err(Error::internal)?;
        batches.collect::<Result<_, _>>().map_err(Error::internal)
    }

    /// Begins a part that is written batch by batch. Rows come `sorted` by that column within each row group.
    pub fn part(&self, place: &str, number: usize, schema: SchemaRef, sorted: Option<usize>) -> Result<OpenPart, Error> {
        let path = format!("{place}/part-{number:04}.parquet");
        let bytes = PartWriter::new(Arc::clone(&self.store.objects), &path);
        let told = bytes.told();
        let properties = properties(&schema, sorted);
        let writer = AsyncArrowWriter::try_new(bytes, schema, Some(properties)).map_err(Error::internal)?;
        Ok(OpenPart { writer, path, told, rows: 0 })
    }
}

/// A part that is being written.
pub struct OpenPart {
    writer: AsyncArrowWriter<PartWriter>,
    path: String,
    told: part_writer::Told,
    rows: u64,
}

impl OpenPart {
    /// Appends rows.
    pub async fn write(&mut self, batch: &RecordBatch) -> Result<(), Error> {
        self.rows += batch.num_rows() as u64;
        self.writer.write(batch).await.map_err(unwritable)
    }

    /// Ends the row group, so that what follows may be sorted anew.
    pub async fn end_row_group(&mut self) -> Result<(), Error> {
        self.writer.flush().await.map_err(unwritable)
    }

    /// Ends the part.
    pub async fn close(self) -> Result<Part, Error> {
        self.writer.close().await.map_err(unwritable)?;
        let (bytes, hash) = self.told.take();
        Ok(Part { path: self.path, bytes, rows: self.rows, hash })
    }
}

fn properties(schema: &Schema, sorted: Option<usize>) -> WriterProperties {
    let sorting = sorted.map(|column| vec![SortingColumn { column_idx: column as i32, descending: false, nulls_first: true }]);
    let properties = WriterProperties::builder()
        .set_compression(Compression::ZSTD(ZstdLevel::default()))
        .set_max_row_group_row_count(Some(ROW_GROUP_ROWS))
        .set_sorting_columns(sorting);
    let instants = schema.fields().iter().filter(|field| matches!(field.data_type(), DataType::Timestamp(_, _)));
    // Instants hardly repeat, and differ little from row to row.
    let properties = instants.map(|field| ColumnPath::from(field.name().as_str())).fold(properties, |properties, column| {
        properties.set_column_dictionary_enabled(column.clone(), false).set_column_encoding(column, Encoding::DELTA_BINARY_PACKED)
    });
    properties.build()
}

fn unreadable(cause: object_store::Error) -> Error {
    tracing::warn!(%cause, "cache cannot be read");
    Error::Unavailable("the cache cannot be read; see `cache.url`".into())
}

fn unwritable(cause: impl std::fmt::Display) -> Error {
    tracing::warn!(%cause, "cache cannot be written");
    Error::Unavailable("the cache cannot be written; see `cache.url` and the space left there".into())
}
