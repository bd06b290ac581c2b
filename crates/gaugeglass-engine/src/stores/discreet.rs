//! A store that says nothing of its client: no key in `{:?}`, none in an error.

use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use async_trait::async_trait;
use bytes::Bytes;
use futures::stream::BoxStream;
use futures::{StreamExt, TryFutureExt, TryStreamExt};
use object_store::path::Path;
use object_store::{
    CopyOptions, Error, GetOptions, GetResult, GetResultPayload, ListResult, MultipartUpload, ObjectMeta, ObjectStore, PutMultipartOptions,
    PutOptions, PutPayload, PutResult, RenameOptions, Result, UploadPart,
};

use super::scrub::scrub;

/// The wrapper; it is shown by its URL alone.
pub struct Discreet {
    url: String,
    inner: Arc<dyn ObjectStore>,
}

impl Discreet {
    /// Wraps a store.
    pub fn new(url: &str, inner: Arc<dyn ObjectStore>) -> Discreet {
        Discreet { url: url.to_owned(), inner }
    }
}

impl fmt::Debug for Discreet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.url)
    }
}

impl fmt::Display for Discreet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.url)
    }
}

/// The same kind of error, in scrubbed words.
fn quiet(error: Error) -> Error {
    let said = |source: &dyn fmt::Display| scrub(&source.to_string()).into();
    match error {
        Error::Generic { store, source } => Error::Generic { store, source: said(&source) },
        Error::NotFound { path, source } => Error::NotFound { path, source: said(&source) },
        Error::NotSupported { source } => Error::NotSupported { source: said(&source) },
        Error::AlreadyExists { path, source } => Error::AlreadyExists { path, source: said(&source) },
        Error::Precondition { path, source } => Error::Precondition { path, source: said(&source) },
        Error::NotModified { path, source } => Error::NotModified { path, source: said(&source) },
        Error::PermissionDenied { path, source } => Error::PermissionDenied { path, source: said(&source) },
        Error::Unauthenticated { path, source } => Error::Unauthenticated { path, source: said(&source) },
        other => other,
    }
}

fn quiet_result(found: GetResult) -> GetResult {
    let payload = match found.payload {
        GetResultPayload::Stream(stream) => GetResultPayload::Stream(stream.map_err(quiet).boxed()),
        file => file,
    };
    GetResult { payload, ..found }
}

#[async_trait]
impl ObjectStore for Discreet {
    async fn put_opts(&self, location: &Path, payload: PutPayload, options: PutOptions) -> Result<PutResult> {
        self.inner.put_opts(location, payload, options).await.map_err(quiet)
    }

    async fn put_multipart_opts(&self, location: &Path, options: PutMultipartOptions) -> Result<Box<dyn MultipartUpload>> {
        let upload = self.inner.put_multipart_opts(location, options).await.map_err(quiet)?;
        Ok(Box::new(DiscreetUpload(upload)))
    }

    async fn get_opts(&self, location: &Path, options: GetOptions) -> Result<GetResult> {
        self.inner.get_opts(location, options).await.map(quiet_result).map_err(quiet)
    }

    async fn get_ranges(&self, location: &Path, ranges: &[Range<u64>]) -> Result<Vec<Bytes>> {
        self.inner.get_ranges(location, ranges).await.map_err(quiet)
    }

    fn delete_stream(&self, locations: BoxStream<'static, Result<Path>>) -> BoxStream<'static, Result<Path>> {
        self.inner.delete_stream(locations).map_err(quiet).boxed()
    }

    fn list(&self, prefix: Option<&Path>) -> BoxStream<'static, Result<ObjectMeta>> {
        self.inner.list(prefix).map_err(quiet).boxed()
    }

    fn list_with_offset(&self, prefix: Option<&Path>, offset: &Path) -> BoxStream<'static, Result<ObjectMeta>> {
        self.inner.list_with_offset(prefix, offset).map_err(quiet).boxed()
    }

    async fn list_with_delimiter(&self, prefix: Option<&Path>) -> Result<ListResult> {
        self.inner.list_with_delimiter(prefix).await.map_err(quiet)
    }

    async fn copy_opts(&self, from: &Path, to: &Path, options: CopyOptions) -> Result<()> {
        self.inner.copy_opts(from, to, options).await.map_err(quiet)
    }

    async fn rename_opts(&self, from: &Path, to: &Path, options: RenameOptions) -> Result<()> {
        self.inner.rename_opts(from, to, options).await.map_err(quiet)
    }
}

struct DiscreetUpload(Box<dyn MultipartUpload>);

impl fmt::Debug for DiscreetUpload {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("upload")
    }
}

#[async_trait]
impl MultipartUpload for DiscreetUpload {
    fn put_part(&mut self, data: PutPayload) -> UploadPart {
        Box::pin(self.0.put_part(data).map_err(quiet))
    }

    async fn complete(&mut self) -> Result<PutResult> {
        self.0.complete().await.map_err(quiet)
    }

    async fn abort(&mut self) -> Result<()> {
        self.0.abort().await.map_err(quiet)
    }
}
