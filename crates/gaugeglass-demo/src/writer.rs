//! Parquet files of the logs, one a log, day of arrival and shard.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use arrow::array::RecordBatch;
use parquet::arrow::ArrowWriter;
use parquet::basic::Compression;
use parquet::file::properties::WriterProperties;

use crate::DemoError;
use crate::clock::{date, day};
use crate::rows::Fact;

/// Path of a partition below the world's folder.
pub(crate) fn partition(dir: &Path, format: &str, log: &str, number: usize, shard: u64, extension: &str) -> PathBuf {
    dir.join(format).join(log).join(format!("ingest_dt={}", date(day(number as i64)))).join(format!("part-{shard:04}.{extension}"))
}

/// The rows of one day from all chunks, in an order that hangs on nothing but the rows.
pub(crate) fn sorted<'a, R: Fact + 'a>(parts: impl Iterator<Item = &'a [R]>) -> Vec<R> {
    let mut rows: Vec<R> = parts.flatten().copied().collect();
    rows.sort_unstable_by_key(|row| {
        let envelope = row.envelope();
        (envelope.time, envelope.id, envelope.ingest)
    });
    rows
}

/// Writes one file and returns its size in bytes.
pub(crate) fn write(path: &Path, batch: &RecordBatch) -> Result<u64, DemoError> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(DemoError::write(folder))?;
    }
    let file = File::create(path).map_err(DemoError::write(path))?;
    let failed = DemoError::parquet(path);
    let mut writer = ArrowWriter::try_new(file, batch.schema(), Some(properties())).map_err(&failed)?;
    writer.write(batch).map_err(&failed)?;
    writer.close().map_err(&failed)?;
    Ok(fs::metadata(path).map_err(DemoError::write(path))?.len())
}

fn properties() -> WriterProperties {
    WriterProperties::builder()
        .set_compression(Compression::SNAPPY)
        // A fixed name, so that equal rows make equal files whatever the version.
        .set_created_by("gaugeglass demo".to_owned())
        .build()
}

/// Writes a batch of its own shape under `truth/`.
pub(crate) fn write_truth(dir: &Path, name: &str, shard: u64, batch: &RecordBatch) -> Result<(), DemoError> {
    let path = dir.join("truth").join(name).join(format!("part-{shard:04}.parquet"));
    write(&path, batch).map(|_| ())
}

/// A nullable batch from named columns.
pub(crate) fn table(name: &'static str, columns: Vec<(&'static str, arrow::array::ArrayRef)>) -> Result<RecordBatch, DemoError> {
    RecordBatch::try_from_iter_with_nullable(columns.into_iter().map(|(name, array)| (name, array, true))).map_err(DemoError::arrow(name))
}

/// Wraps an array for `table`.
pub(crate) fn column<A: arrow::array::Array + 'static>(array: A) -> arrow::array::ArrayRef {
    Arc::new(array)
}
