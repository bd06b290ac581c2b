//! A place of logs as the object store that a reader of tables asks for; nothing is written through it.
//!
//! [`LogStore`] has no method that writes, so there is none that this could call.

use std::fmt;

use async_trait::async_trait;
use bytes::Bytes;
use futures::stream::BoxStream;
use futures::{StreamExt, TryStreamExt, stream};
use object_store::path::Path;
use object_store::{
    Attributes, CopyOptions, Error, GetOptions, GetResult, GetResultPayload, ListResult, MultipartUpload, ObjectMeta, ObjectStore,
    PutMultipartOptions, PutOptions, PutPayload, PutResult, Result,
};

use crate::log_store::{LogStore, ReadError};

/// The store of a reader.
#[derive(Debug, Clone)]
pub struct Reader(LogStore);

impl Reader {
    /// A reader of `store`.
    pub fn new(store: &LogStore) -> Reader {
        Reader(store.clone())
    }
}

impl fmt::Display for Reader {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.url)
    }
}

fn refused(location: &Path) -> Error {
    Error::PermissionDenied { path: location.to_string(), source: "nothing is ever written to a log location".into() }
}

fn failed(location: &Path, cause: ReadError) -> Error {
    let path = location.to_string();
    match cause {
        ReadError::Gone => Error::NotFound { path, source: cause.into() },
        ReadError::Replaced => Error::Precondition { path, source: cause.into() },
        ReadError::Misnamed(_) | ReadError::Failed => Error::Generic { store: "log", source: cause.into() },
    }
}

#[async_trait]
impl ObjectStore for Reader {
    async fn put_opts(&self, location: &Path, _: PutPayload, _: PutOptions) -> Result<PutResult> {
        Err(refused(location))
    }

    async fn put_multipart_opts(&self, location: &Path, _: PutMultipartOptions) -> Result<Box<dyn MultipartUpload>> {
        Err(refused(location))
    }

    async fn get_opts(&self, location: &Path, options: GetOptions) -> Result<GetResult> {
        let meta = self.0.head(location).await.map_err(|cause| failed(location, cause))?;
        let range = match &options.range {
            Some(range) => range.as_range(meta.size).map_err(|cause| Error::Generic { store: "log", source: cause.into() })?,
            None => 0..meta.size,
        };
        let bytes = match options.head {
            true => Bytes::new(),
            false => self.0.range(&meta, range.clone()).await.map_err(|cause| failed(location, cause))?,
        };
        let payload = GetResultPayload::Stream(stream::iter([Ok(bytes)]).boxed());
        Ok(GetResult { payload, meta, range, attributes: Attributes::default() })
    }

    fn delete_stream(&self, locations: BoxStream<'static, Result<Path>>) -> BoxStream<'static, Result<Path>> {
        locations.map(|location| Err(refused(&location?))).boxed()
    }

    fn list(&self, prefix: Option<&Path>) -> BoxStream<'static, Result<ObjectMeta>> {
        let (store, prefix) = (self.0.clone(), prefix.cloned().unwrap_or_default());
        let listed = async move {
            let mut found = store.list(&prefix).await.map_err(|cause| failed(&prefix, cause))?;
            // The versions of a table are read in the order of their names, which not every store keeps.
            found.sort_by(|a, b| a.location.cmp(&b.location));
            Ok::<_, Error>(stream::iter(found.into_iter().map(Ok)))
        };
        stream::once(listed).try_flatten().boxed()
    }

    async fn list_with_delimiter(&self, _: Option<&Path>) -> Result<ListResult> {
        Err(Error::NotImplemented { operation: "list_with_delimiter".into(), implementer: self.to_string() })
    }

    async fn copy_opts(&self, _: &Path, to: &Path, _: CopyOptions) -> Result<()> {
        Err(refused(to))
    }
}
