//! Ranges of an object, as the Parquet reader asks for them.

use std::ops::Range;
use std::sync::Arc;

use bytes::Bytes;
use futures::FutureExt;
use futures::future::BoxFuture;
use parquet::arrow::arrow_reader::ArrowReaderOptions;
use parquet::arrow::async_reader::AsyncFileReader;
use parquet::errors::{ParquetError, Result};
use parquet::file::metadata::{ParquetMetaData, ParquetMetaDataReader};

use super::SourceFile;
use crate::log_store::ReadError;

/// Bytes read with the footer at first: most footers fit, which saves a request.
const FOOTER_GUESS: usize = 64 * 1024;

/// A Parquet object in a store.
pub struct ObjectReader {
    file: SourceFile,
}

impl ObjectReader {
    /// The object of a source file.
    pub fn new(file: &SourceFile) -> ObjectReader {
        ObjectReader { file: file.clone() }
    }

    fn failed(&self, cause: ReadError) -> ParquetError {
        ParquetError::External(Box::new(cause.of(self.file.path())))
    }

    /// A footer that lies asks for what is not there.
    fn check(&self, range: &Range<u64>) -> Result<()> {
        match range.start <= range.end && range.end <= self.file.object.size {
            true => Ok(()),
            false => Err(ParquetError::EOF(format!("bytes {} to {} lie outside of the file", range.start, range.end))),
        }
    }
}

impl AsyncFileReader for ObjectReader {
    fn get_bytes(&mut self, range: Range<u64>) -> BoxFuture<'_, Result<Bytes>> {
        async move {
            self.check(&range)?;
            self.file.store.range(&self.file.object, range).await.map_err(|cause| self.failed(cause))
        }
        .boxed()
    }

    fn get_byte_ranges(&mut self, ranges: Vec<Range<u64>>) -> BoxFuture<'_, Result<Vec<Bytes>>> {
        async move {
            ranges.iter().try_for_each(|range| self.check(range))?;
            self.file.store.ranges(&self.file.object, &ranges).await.map_err(|cause| self.failed(cause))
        }
        .boxed()
    }

    fn get_metadata<'a>(&'a mut self, options: Option<&'a ArrowReaderOptions>) -> BoxFuture<'a, Result<Arc<ParquetMetaData>>> {
        async move {
            let reader = ParquetMetaDataReader::new()
                .with_metadata_options(options.map(|options| options.metadata_options().clone()))
                .with_prefetch_hint(Some(FOOTER_GUESS));
            let size = self.file.object.size;
            reader.load_and_finish(self, size).await.map(Arc::new)
        }
        .boxed()
    }
}
