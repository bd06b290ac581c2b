//! File formats: how bytes in a bucket become rows with their place.
//!
//! One file a format. A reader never fails a whole source for one bad row: what cannot be read is
//! handed to [`Rejects`] with its place, and reading goes on.

mod ndjson;
mod parquet_file;
mod parquet_reader;

use std::sync::Arc;

use arrow::datatypes::SchemaRef;
use arrow::record_batch::RecordBatch;
use async_trait::async_trait;
use futures::stream::BoxStream;
use object_store::{ObjectMeta, ObjectStore};

use crate::Error;
use crate::quarantine::Rejects;

/// One file of a source.
#[derive(Debug, Clone)]
pub struct SourceFile {
    /// Its place in the source, counted from 0 in path order.
    pub index: i32,
    /// The store it is in.
    pub store: Arc<dyn ObjectStore>,
    /// Key, size and tag.
    pub object: ObjectMeta,
}

impl SourceFile {
    /// The key, as messages show it.
    pub fn path(&self) -> &str {
        self.object.location.as_ref()
    }
}

/// Rows of a file, in order, with where they start.
pub struct Chunk {
    /// The columns asked for, in the order asked.
    pub batch: RecordBatch,
    /// The row number of each row, from 1.
    pub rows: Vec<i64>,
}

/// A file format.
#[async_trait]
pub trait Format: std::fmt::Debug + Send + Sync {
    /// The name in the configuration.
    fn name(&self) -> &'static str;
    /// True where a file of this name is of this format.
    fn matches(&self, path: &str) -> bool;
    /// The columns of the file. `Err` is the reason why it cannot be read, in words.
    async fn infer(&self, file: &SourceFile) -> Result<SchemaRef, String>;
    /// Reads the columns `wanted`, absent ones as null; bad rows go to `rejects`.
    async fn read(
        &self,
        file: &SourceFile,
        wanted: SchemaRef,
        rejects: Arc<Rejects>,
    ) -> Result<BoxStream<'static, Result<Chunk, Error>>, Error>;
}

/// Every format that can be read.
pub fn all() -> Vec<Arc<dyn Format>> {
    vec![Arc::new(parquet_file::Parquet), Arc::new(ndjson::Ndjson)]
}

/// The format of this name, or the one that the file names tell.
pub fn choose(name: Option<&str>, paths: &[&str]) -> Result<Arc<dyn Format>, Error> {
    let formats = all();
    let known = || formats.iter().map(|format| format.name()).collect::<Vec<_>>().join(", ");
    match name {
        Some(name) => formats
            .iter()
            .find(|format| format.name() == name)
            .cloned()
            .ok_or_else(|| Error::Config(format!("`{name}` is not a format; choose one of {}", known()))),
        None => formats
            .iter()
            .find(|format| paths.iter().any(|path| format.matches(path)))
            .cloned()
            .ok_or_else(|| Error::Config(format!("no file here has a name of a known format; name one of {}", known()))),
    }
}
