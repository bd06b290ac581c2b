//! `https://host/folder`: files on a web server, read only.
//!
//! Servers with WebDAV list their files; on any other server a source's `path` names one file. Nothing is sent but GET,
//! HEAD and PROPFIND, and no credentials.

use std::fmt;

use async_trait::async_trait;
use futures::stream::BoxStream;
use futures::{StreamExt, TryStreamExt};
use object_store::http::{HttpBuilder, HttpStore};
use object_store::path::Path;
use object_store::{
    ClientConfigKey, CopyOptions, Error as StoreError, GetOptions, GetResult, ListResult, MultipartUpload, ObjectMeta, ObjectStore,
    PutMultipartOptions, PutOptions, PutPayload, PutResult, Result as StoreResult, RetryConfig,
};

use super::{Location, Opening, Store, not_set_up};
use crate::Error;

/// Opens a folder of a web server.
pub fn open(location: &Location, opening: &Opening<'_>) -> Result<Store, Error> {
    if location.scheme == "http" && !opening.storage.allow_http {
        return Err(Error::Config(format!(
            "`{}` is plain HTTP, which anyone on the way can read and change; write https:, or set `storage.allow_http`",
            location.url
        )));
    }
    let client = |retry: RetryConfig| {
        // Paths of a listing are told from the server's root.
        let builder = HttpBuilder::new().with_url(location.origin()).with_retry(retry).with_http_connector(opening.connector());
        let allow_http = opening.storage.allow_http.to_string();
        let builder = builder.with_config(ClientConfigKey::Timeout, opening.request_time());
        let client = builder.with_config(ClientConfigKey::AllowHttp, allow_http).build();
        client.map_err(|cause| not_set_up(location, &cause, "its URL and `storage.allow_http`"))
    };
    // A server without a listing says so with 501, which is not worth asking again.
    let listing = client(RetryConfig { max_retries: 0, ..opening.retry() })?;
    Ok(opening.store(location, Web { files: client(opening.retry())?, listing }))
}

#[derive(Debug)]
struct Web {
    files: HttpStore,
    listing: HttpStore,
}

impl fmt::Display for Web {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("web server")
    }
}

fn read_only() -> StoreError {
    StoreError::NotSupported { source: "a web server is only read".into() }
}

/// A refusal to list is told apart from a server that does not answer.
fn unlisted(cause: StoreError) -> StoreError {
    let text = cause.to_string();
    let is_refusal = ["status code: 4", "status code: 501", "PROPFIND response"].iter().any(|sign| text.contains(sign));
    match is_refusal {
        true => StoreError::NotSupported { source: "the server lists no files".into() },
        false => cause,
    }
}

#[async_trait]
impl ObjectStore for Web {
    async fn put_opts(&self, _: &Path, _: PutPayload, _: PutOptions) -> StoreResult<PutResult> {
        Err(read_only())
    }

    async fn put_multipart_opts(&self, _: &Path, _: PutMultipartOptions) -> StoreResult<Box<dyn MultipartUpload>> {
        Err(read_only())
    }

    async fn get_opts(&self, location: &Path, options: GetOptions) -> StoreResult<GetResult> {
        self.files.get_opts(location, options).await
    }

    fn delete_stream(&self, locations: BoxStream<'static, StoreResult<Path>>) -> BoxStream<'static, StoreResult<Path>> {
        locations.map(|_| Err(read_only())).boxed()
    }

    fn list(&self, prefix: Option<&Path>) -> BoxStream<'static, StoreResult<ObjectMeta>> {
        self.listing.list(prefix).map_err(unlisted).boxed()
    }

    async fn list_with_delimiter(&self, prefix: Option<&Path>) -> StoreResult<ListResult> {
        self.listing.list_with_delimiter(prefix).await.map_err(unlisted)
    }

    async fn copy_opts(&self, _: &Path, _: &Path, _: CopyOptions) -> StoreResult<()> {
        Err(read_only())
    }
}
