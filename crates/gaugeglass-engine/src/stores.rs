//! Object stores by URL, and the registry that shows DataFusion these stores and no others.
//!
//! One file a scheme. Every store is rooted at its URL's path: nothing above it can be named. Credentials come from the
//! environment and from where a provider's own tools look; a URL that carries one is refused, so that a URL can be shown.

mod azure;
mod discreet;
mod folder;
mod gcs;
mod https;
mod location;
mod s3;
mod scrub;
#[cfg(test)]
mod tests;

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use dashmap::DashMap;
use datafusion::common::{DataFusionError, Result as DataFusionResult};
use datafusion::execution::object_store::ObjectStoreRegistry;
use object_store::client::SpawnedReqwestConnector;
use object_store::limit::LimitStore;
use object_store::prefix::PrefixStore;
use object_store::{ObjectStore, RetryConfig};
use tokio::runtime::Handle;
use url::Url;

use crate::Error;
use crate::settings::{StorageSettings, StoreSettings};

use discreet::Discreet;
use location::Location;

pub use location::redacted;

/// A store with the URL that names it in messages.
#[derive(Clone)]
pub struct Store {
    /// The URL as configured; it carries no secret.
    pub url: String,
    /// The folder on this machine, for `file:` stores.
    pub folder: Option<PathBuf>,
    /// The store, rooted at the URL's path: nothing above it can be named.
    pub objects: Arc<dyn ObjectStore>,
}

/// Clients keep their keys in memory, so they are not shown.
impl fmt::Debug for Store {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Store").field("url", &redacted(&self.url)).field("folder", &self.folder).finish_non_exhaustive()
    }
}

/// What every store is opened with.
#[derive(Debug, Clone, Copy)]
pub struct Opening<'a> {
    /// Relative `file:` URLs start here.
    pub base: &'a Path,
    /// Retries, times and how many requests at once.
    pub storage: &'a StorageSettings,
    /// Network calls run here, away from the threads that compute.
    pub io: &'a Handle,
}

/// Opens the store of what can be computed again: the one place that is written to.
pub fn open_cache(url: &str, opening: &Opening<'_>) -> Result<Store, Error> {
    if let Some(path) = url.strip_prefix("file:") {
        return folder::make(url, path, opening.base);
    }
    match scheme(url) {
        "https" | "http" => Err(Error::Config(format!(
            "`{}` can be read and not written; keep the cache in a folder or a bucket, such as `file:.gaugeglass`",
            redacted(url)
        ))),
        _ => open_remote(url, opening),
    }
}

/// Opens a store of logs.
pub fn open_logs(settings: &StoreSettings, opening: &Opening<'_>) -> Result<Store, Error> {
    match (&settings.objects, settings.url.strip_prefix("file:")) {
        (Some(objects), _) => Ok(Store { url: settings.url.clone(), folder: None, objects: Arc::clone(objects) }),
        (None, Some(path)) => folder::open(&settings.url, path, opening.base),
        (None, None) => open_remote(&settings.url, opening),
    }
}

fn open_remote(url: &str, opening: &Opening<'_>) -> Result<Store, Error> {
    match scheme(url) {
        "s3" => s3::open(&Location::parse(url)?, opening),
        "gs" => gcs::open(&Location::parse(url)?, opening),
        "az" => azure::open(&Location::parse(url)?, opening),
        "https" | "http" => https::open(&Location::parse(url)?, opening),
        _ => Err(Error::Config(format!(
            "`{}` is not understood; write file:, s3:, gs:, az: or https:, for example `file:logs` or `s3://bucket/prefix`",
            redacted(url)
        ))),
    }
}

fn scheme(url: &str) -> &str {
    url.split_once(':').map_or("", |(scheme, _)| scheme)
}

impl Opening<'_> {
    fn connector(&self) -> SpawnedReqwestConnector {
        SpawnedReqwestConnector::new(self.io.clone())
    }

    fn retry(&self) -> RetryConfig {
        RetryConfig {
            max_retries: self.storage.retries_max,
            retry_timeout: Duration::from_millis(self.storage.retry_time_ms_max),
            ..RetryConfig::default()
        }
    }

    /// The time of one request, as the clients' own configuration writes it.
    fn request_time(&self) -> String {
        format!("{}ms", self.storage.request_time_ms_max)
    }

    /// The store of a client: rooted, limited in its requests, and silent about its keys.
    fn store(&self, location: &Location, client: impl ObjectStore) -> Store {
        let rooted = PrefixStore::new(client, location.path.clone());
        let limited = LimitStore::new(rooted, self.storage.requests_max);
        Store { url: location.url.clone(), folder: None, objects: Arc::new(Discreet::new(&location.url, Arc::new(limited))) }
    }
}

/// The mistake of a client that cannot be set up, with where its settings come from.
fn not_set_up(location: &Location, cause: &object_store::Error, variables: &str) -> Error {
    Error::Config(format!("`{}`: {}; its client is set up by {variables}", location.url, scrub::scrub(&cause.to_string())))
}

/// True where one store is the other or lies within it, whatever the scheme.
pub fn overlap(one: &Store, other: &Store) -> bool {
    match (&one.folder, &other.folder) {
        (Some(one), Some(other)) => one.starts_with(other) || other.starts_with(one),
        (None, None) => match (Location::parse(&one.url), Location::parse(&other.url)) {
            (Ok(one), Ok(other)) => one.overlaps(&other),
            _ => one.url == other.url,
        },
        _ => false,
    }
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
