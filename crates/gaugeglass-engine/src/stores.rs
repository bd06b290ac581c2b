//! Object stores by URL, and the registry that shows DataFusion these stores and no others.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use dashmap::DashMap;
use datafusion::common::{DataFusionError, Result as DataFusionResult};
use datafusion::execution::object_store::ObjectStoreRegistry;
use object_store::aws::AmazonS3Builder;
use object_store::client::SpawnedReqwestConnector;
use object_store::local::LocalFileSystem;
use object_store::prefix::PrefixStore;
use object_store::{ClientOptions, ObjectStore, RetryConfig};
use tokio::runtime::Handle;
use url::Url;

use crate::Error;

/// A store with the URL that names it in messages.
#[derive(Debug, Clone)]
pub struct Store {
    /// The URL as configured; it carries no secret.
    pub url: String,
    /// The folder on this machine, for `file:` stores.
    pub folder: Option<PathBuf>,
    /// The store, rooted at the URL's path: nothing above it can be named.
    pub objects: Arc<dyn ObjectStore>,
}

/// Opens `file:` and `s3:` URLs. Network calls run on `io`, away from the threads that compute.
pub fn open(url: &str, base: &Path, create: bool, io: &Handle) -> Result<Store, Error> {
    match url.split_once(':') {
        Some(("file", path)) => open_folder(url, path, base, create),
        Some(("s3", _)) => open_s3(url, io),
        _ => Err(Error::Config(format!(
            "`{url}` is not understood; write `file:` or `s3:`, for example `file:logs` or `s3://bucket/prefix`"
        ))),
    }
}

fn open_folder(url: &str, path: &str, base: &Path, create: bool) -> Result<Store, Error> {
    let folder = base.join(path.strip_prefix("//").unwrap_or(path));
    if create {
        std::fs::create_dir_all(&folder).map_err(|cause| Error::Config(format!("cannot create {}: {cause}", folder.display())))?;
    }
    let objects = LocalFileSystem::new_with_prefix(&folder)
        .map_err(|_| Error::Config(format!("`{url}`: there is no folder {}; make it, or correct the path", folder.display())))?;
    Ok(Store { url: url.to_owned(), folder: folder.canonicalize().ok(), objects: Arc::new(objects) })
}

fn open_s3(url: &str, io: &Handle) -> Result<Store, Error> {
    let wrong = |why: String| Error::Config(format!("`{url}`: {why}"));
    let parsed = Url::parse(url).map_err(|cause| wrong(cause.to_string()))?;
    let bucket = parsed.host_str().ok_or_else(|| wrong("it names no bucket; write s3://bucket/prefix".into()))?;
    let builder = AmazonS3Builder::from_env()
        .with_bucket_name(bucket)
        .with_client_options(client_options())
        .with_retry(RetryConfig { max_retries: 5, retry_timeout: Duration::from_secs(60), ..RetryConfig::default() })
        .with_http_connector(SpawnedReqwestConnector::new(io.clone()));
    let store = builder.build().map_err(|cause| wrong(cause.to_string()))?;
    let prefix = parsed.path().trim_matches('/').to_owned();
    let objects: Arc<dyn ObjectStore> = match prefix.is_empty() {
        true => Arc::new(store),
        false => Arc::new(PrefixStore::new(store, prefix)),
    };
    Ok(Store { url: url.to_owned(), folder: None, objects })
}

fn client_options() -> ClientOptions {
    let options = ClientOptions::new().with_timeout(Duration::from_secs(60));
    // Plain HTTP is only for stores that are asked for by name, such as one on this machine.
    let plain = std::env::var("AWS_ALLOW_HTTP").is_ok_and(|value| value.eq_ignore_ascii_case("true"));
    options.with_allow_http(plain)
}

/// A registry that holds what it was given: DataFusion's own would open any `file://` path.
#[derive(Debug, Default)]
pub struct ClosedRegistry {
    stores: DashMap<String, Arc<dyn ObjectStore>>,
}

impl ObjectStoreRegistry for ClosedRegistry {
    fn register_store(&self, url: &Url, store: Arc<dyn ObjectStore>) -> Option<Arc<dyn ObjectStore>> {
        self.stores.insert(key(url), store)
    }

    fn get_store(&self, url: &Url) -> DataFusionResult<Arc<dyn ObjectStore>> {
        let store = self.stores.get(&key(url)).map(|entry| Arc::clone(&entry));
        store.ok_or_else(|| DataFusionError::Plan("that location is not one of the configured stores".into()))
    }
}

fn key(url: &Url) -> String {
    format!("{}://{}", url.scheme(), url.authority())
}
