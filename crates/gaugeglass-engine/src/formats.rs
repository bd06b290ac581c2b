//! File formats: how bytes in a bucket become rows with their place.
//!
//! One file a format. A reader never fails a whole source for one bad row: what cannot be read is
//! handed to [`Rejects`] with its place, and reading goes on. A store that does not answer is another
//! matter: it says nothing about the file, and ends the attempt.

mod adapt;
mod avro;
mod body;
mod decoding;
mod delimited;
#[cfg(feature = "delta")]
mod delta;
mod ipc;
pub mod ipc_file;
mod ndjson;
mod parquet_file;
mod parquet_reader;

use std::sync::Arc;

use arrow::datatypes::SchemaRef;
use arrow::record_batch::RecordBatch;
use async_trait::async_trait;
use chrono::NaiveDate;
use futures::stream::BoxStream;
use object_store::ObjectMeta;

use crate::Error;
use crate::log_store::LogStore;
use crate::quarantine::Rejects;

pub use adapt::adapt;
#[cfg(feature = "delta")]
pub use delta::Delta;

/// One file of a source.
#[derive(Debug, Clone)]
pub struct SourceFile {
    /// Its place among the files that are read together, counted from 0 in path order.
    pub index: i32,
    /// The store it is in.
    pub store: LogStore,
    /// Key, size and tag.
    pub object: ObjectMeta,
    /// The day that its path names, on which it arrived.
    pub day: Option<NaiveDate>,
    /// Columns that the log of its table tells, in one row.
    pub constants: Option<RecordBatch>,
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

/// Why a file cannot be read.
#[derive(Debug, Clone)]
pub enum Unreadable {
    /// What is in it is damaged, in words.
    Damaged(String),
    /// The store did not give it.
    Failed(Error),
}

/// A file format.
#[async_trait]
pub trait Format: std::fmt::Debug + Send + Sync {
    /// The name in the configuration.
    fn name(&self) -> &'static str;
    /// True where a file of this name is of this format.
    fn matches(&self, path: &str) -> bool;
    /// The columns of the file.
    async fn infer(&self, file: &SourceFile) -> Result<SchemaRef, Unreadable>;
    /// Reads the columns `wanted`, absent ones as null; bad rows and damage go to `rejects`.
    async fn read(
        &self,
        file: &SourceFile,
        wanted: SchemaRef,
        rejects: Arc<Rejects>,
    ) -> Result<BoxStream<'static, Result<Chunk, Error>>, Error>;
}

/// Every format that can be read; `header` names the columns of delimited text without a header line.
pub fn all(header: Option<&[String]>) -> Vec<Arc<dyn Format>> {
    vec![
        Arc::new(parquet_file::Parquet),
        Arc::new(ndjson::Ndjson),
        Arc::new(delimited::Delimited::csv(header)),
        Arc::new(delimited::Delimited::tsv(header)),
        Arc::new(ipc::Ipc),
        Arc::new(avro::Avro),
    ]
}

/// The format of this name, or the one that the file names tell.
pub fn choose(name: Option<&str>, header: Option<&[String]>, paths: &[&str]) -> Result<Arc<dyn Format>, Error> {
    let formats = all(header);
    let known = || formats.iter().map(|format| format.name()).collect::<Vec<_>>().join(", ");
    match name {
        // With the feature, a table is listed by its log and does not come here.
        Some("delta") => Err(Error::Config("this program reads no Delta tables; build it with `--features delta`".into())),
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

/// The name without the ending of a compression.
fn uncompressed(path: &str) -> &str {
    path.strip_suffix(".gz").or_else(|| path.strip_suffix(".zst")).unwrap_or(path)
}

fn ends_with_any(path: &str, endings: &[&str]) -> bool {
    endings.iter().any(|ending| path.ends_with(ending))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn an_unknown_format_and_one_that_was_not_built_in_are_told_apart() {
        let wrong = |name| choose(Some(name), None, &[]).unwrap_err().to_string();
        assert!(wrong("delta").contains("`--features delta`"));
        assert!(wrong("iceberg").contains("choose one of parquet"));
    }
}
