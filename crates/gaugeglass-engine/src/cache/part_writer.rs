//! Bytes on their way into the cache, counted and hashed.

use std::sync::Arc;

use bytes::Bytes;
use futures::FutureExt;
use futures::future::BoxFuture;
use object_store::ObjectStore;
use object_store::buffered::BufWriter;
use object_store::path::Path;
use parking_lot::Mutex;
use parquet::arrow::async_writer::AsyncFileWriter;
use parquet::errors::Result;

/// Writes one object.
pub struct PartWriter {
    inner: BufWriter,
    told: Told,
}

/// Size and hash of what was written.
#[derive(Clone, Default)]
pub struct Told(Arc<Mutex<(u64, blake3::Hasher)>>);

impl Told {
    /// Bytes and their hash in hexadecimal.
    pub fn take(&self) -> (u64, String) {
        let told = self.0.lock();
        (told.0, told.1.finalize().to_hex().to_string())
    }
}

impl PartWriter {
    /// A writer of the object at `path`.
    pub fn new(objects: Arc<dyn ObjectStore>, path: &str) -> PartWriter {
        PartWriter { inner: BufWriter::new(objects, Path::from(path)), told: Told::default() }
    }

    /// Where size and hash will be told.
    pub fn told(&self) -> Told {
        self.told.clone()
    }
}

impl AsyncFileWriter for PartWriter {
    fn write(&mut self, bytes: Bytes) -> BoxFuture<'_, Result<()>> {
        {
            let mut told = self.told.0.lock();
            told.0 += bytes.len() as u64;
            told.1.update(&bytes);
        }
        AsyncFileWriter::write(&mut self.inner, bytes)
    }

    fn complete(&mut self) -> BoxFuture<'_, Result<()>> {
        AsyncFileWriter::complete(&mut self.inner).boxed()
    }
}
