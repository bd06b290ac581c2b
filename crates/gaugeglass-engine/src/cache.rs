//! Parquet under the hash of what it was made from.
//!
//! An entry is a folder `<kind>/<key>/` with `entry.json`, written last, which names the place of its
//! `part-*.parquet`. Every attempt to make an entry has a place of its own: two processes that race hold
//! the same rows in different bytes, and a reader must not find one's beginning and the other's end.
//! A folder without `entry.json` is work that did not finish. Nothing is ever changed in place, so there
//! is nothing to lock.

use std::sync::Arc;

use arrow::datatypes::SchemaRef;
use arrow::record_batch::RecordBatch;
use datafusion::datasource::file_format::parquet::ParquetFormat;
use datafusion::datasource::listing::{ListingOptions, ListingTable, ListingTableConfig, ListingTableUrl};
use futures::{Stream, StreamExt};
use object_store::buffered::BufWriter;
use object_store::path::Path;
use object_store::{ObjectStore, ObjectStoreExt, PutPayload};
use parquet::arrow::AsyncArrowWriter;
use parquet::basic::{Compression, ZstdLevel};
use parquet::file::properties::WriterProperties;
use serde::Serialize;
use serde::de::DeserializeOwned;
use uuid::Uuid;

use crate::Error;
use crate::stores::Store;

/// The URL under which DataFusion knows the cache.
pub const URL: &str = "gaugeglass-cache://cache/";

/// A store of ours for what can be computed again.
#[derive(Debug, Clone)]
pub struct Cache {
    objects: Arc<dyn ObjectStore>,
}

impl Cache {
    /// A cache in `store`.
    pub fn new(store: &Store) -> Cache {
        Cache { objects: Arc::clone(&store.objects) }
    }

    /// A place for the parts of an entry, where nobody else writes.
    pub fn place(kind: &str, key: &str) -> String {
        format!("{kind}/{key}/{}", Uuid::new_v4().simple())
    }

    /// True where the entry is whole.
    pub async fn holds(&self, kind: &str, key: &str) -> Result<bool, Error> {
        match self.objects.head(&Path::from(format!("{kind}/{key}/entry.json"))).await {
            Ok(_) => Ok(true),
            Err(object_store::Error::NotFound { .. }) => Ok(false),
            Err(cause) => Err(unreadable(cause)),
        }
    }

    /// The note that closes an entry, if the entry is whole.
    pub async fn note<T: DeserializeOwned>(&self, kind: &str, key: &str) -> Result<Option<T>, Error> {
        let path = Path::from(format!("{kind}/{key}/entry.json"));
        let bytes = match self.objects.get(&path).await {
            Ok(found) => found.bytes().await.map_err(unreadable)?,
            Err(object_store::Error::NotFound { .. }) => return Ok(None),
            Err(cause) => return Err(unreadable(cause)),
        };
        // A note that does not parse was written by another version: made again, not trusted.
        Ok(serde_json::from_slice(&bytes).ok())
    }

    /// Closes an entry: from now on it is whole.
    pub async fn close<T: Serialize>(&self, kind: &str, key: &str, note: &T) -> Result<(), Error> {
        let bytes = serde_json::to_vec(note).map_err(Error::internal)?;
        let path = Path::from(format!("{kind}/{key}/entry.json"));
        self.objects.put(&path, PutPayload::from(bytes)).await.map_err(unwritable)?;
        Ok(())
    }

    /// Writes one part and returns its rows.
    pub async fn write<S>(&self, place: &str, part: usize, schema: SchemaRef, mut batches: S) -> Result<u64, Error>
    where
        S: Stream<Item = Result<RecordBatch, Error>> + Unpin,
    {
        let path = Path::from(format!("{place}/part-{part:04}.parquet"));
        let object = BufWriter::new(Arc::clone(&self.objects), path);
        let mut writer = AsyncArrowWriter::try_new(object, schema, Some(properties())).map_err(Error::internal)?;
        let mut rows = 0;
        while let Some(batch) = batches.next().await {
            let batch = batch?;
            rows += batch.num_rows() as u64;
            writer.write(&batch).await.map_err(unwritable)?;
        }
        writer.close().await.map_err(unwritable)?;
        Ok(rows)
    }

    /// The parts in a place as a table.
    pub fn table(&self, place: &str, schema: SchemaRef) -> Result<ListingTable, Error> {
        let url = ListingTableUrl::parse(format!("{URL}{place}/")).map_err(Error::internal)?;
        let options = ListingOptions::new(Arc::new(ParquetFormat::default())).with_file_extension(".parquet");
        let config = ListingTableConfig::new(url).with_listing_options(options).with_schema(schema);
        ListingTable::try_new(config).map_err(Error::internal)
    }
}

fn properties() -> WriterProperties {
    WriterProperties::builder()
        .set_compression(Compression::ZSTD(ZstdLevel::default()))
        // Small row groups let two cores share one part.
        .set_max_row_group_row_count(Some(128 * 1024))
        .build()
}

fn unreadable(cause: object_store::Error) -> Error {
    tracing::warn!(%cause, "cache cannot be read");
    Error::Unavailable("the cache cannot be read; see `cache.url`".into())
}

fn unwritable(cause: impl std::fmt::Display) -> Error {
    tracing::warn!(%cause, "cache cannot be written");
    Error::Unavailable("the cache cannot be written; see `cache.url` and the space left there".into())
}
