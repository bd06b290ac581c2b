//! A place where logs lie, as a handle that can only read.
//!
//! Sources are given this and no object store, so that nothing in the engine can write to a log location by mistake:
//! the type has no method for it. Reading goes by ranges under the tag that the listing gave. A cut body goes on where
//! it was cut; an object that was replaced meanwhile is refused, since half of each is neither.

use std::ops::Range;
use std::sync::Arc;
use std::time::{Duration, Instant};

use bytes::{Bytes, BytesMut};
use futures::{FutureExt, StreamExt, TryStreamExt};
use object_store::path::Path;
use object_store::{GetOptions, GetRange, GetResultPayload, ObjectMeta, ObjectStore};

use crate::Error;
use crate::stores::Store;

/// Attempts in a row that may fail without any progress.
const ATTEMPTS_MAX: u32 = 8;
/// No attempt starts later than this after the last progress: a client of a network store has tried often by itself then.
const PATIENCE: Duration = Duration::from_secs(20);
/// The pause after the first failure; it doubles with each one that follows.
const PAUSE: Duration = Duration::from_millis(20);
const PAUSE_MAX: Duration = Duration::from_secs(2);
/// Ranges closer than this are fetched as one.
const GAP_BYTES_MAX: u64 = 256 * 1024;

/// A readable place.
#[derive(Debug, Clone)]
pub struct LogStore {
    /// The URL as configured, for messages.
    pub url: String,
    objects: Arc<dyn ObjectStore>,
}

/// Why bytes could not be had. None of these says anything about what is in the file.
#[derive(Debug, Clone, thiserror::Error)]
pub enum ReadError {
    /// The listing named it and it is gone.
    #[error("it was removed after it was listed; the next listing goes without it")]
    Gone,
    /// Another version lies under its key.
    #[error("it was replaced while it was read; the next listing takes the new version")]
    Replaced,
    /// A file system holds a name that is no key, and its listing ends there.
    #[error("a file has a name that no object can have, and hides those after it; rename it: {0}")]
    Misnamed(String),
    /// The store does not answer.
    #[error("the store does not answer; check the address, the credentials and the network")]
    Failed,
}

impl ReadError {
    /// The error of a question that needs this file.
    pub fn of(self, path: &str) -> Error {
        Error::Unavailable(format!("{path} cannot be read: {self}"))
    }
}

impl LogStore {
    /// A handle on `store` without the right to write.
    pub fn new(store: &Store) -> LogStore {
        LogStore { url: store.url.clone(), objects: Arc::clone(&store.objects) }
    }

    /// Every object below `prefix`; the whole list or none of it.
    pub async fn list(&self, prefix: &Path) -> Result<Vec<ObjectMeta>, ReadError> {
        let mut tries = Tries::start();
        loop {
            match self.objects.list(Some(prefix)).try_collect().await {
                Ok(found) => return Ok(found),
                Err(cause) => self.pause(prefix, &cause, &mut tries).await?,
            }
        }
    }

    /// The object of exactly this name, where a path names a file.
    pub async fn head(&self, path: &Path) -> Result<ObjectMeta, ReadError> {
        let options = || GetOptions { head: true, ..GetOptions::default() };
        let mut tries = Tries::start();
        loop {
            match self.objects.get_opts(path, options()).await {
                // Under a prefix the store tells the whole of its own path.
                Ok(found) => return Ok(ObjectMeta { location: path.clone(), ..found.meta }),
                Err(cause) => self.pause(path, &cause, &mut tries).await?,
            }
        }
    }

    /// The bytes of a range, all of them, of the version that was listed.
    pub async fn range(&self, object: &ObjectMeta, range: Range<u64>) -> Result<Bytes, ReadError> {
        let mut bytes = BytesMut::new();
        let mut tries = Tries::start();
        loop {
            let had = bytes.len();
            let rest = range.start + had as u64..range.end;
            if rest.is_empty() {
                return Ok(bytes.freeze());
            }
            let Err(cause) = self.fetch(object, rest, &mut bytes).await else {
                continue;
            };
            if bytes.len() > had {
                tries = Tries::start();
            }
            self.pause(&object.location, &cause, &mut tries).await?;
        }
    }

    /// Several ranges, near ones together.
    pub async fn ranges(&self, object: &ObjectMeta, ranges: &[Range<u64>]) -> Result<Vec<Bytes>, ReadError> {
        object_store::coalesce_ranges(ranges, |range| self.range(object, range).boxed(), GAP_BYTES_MAX).await
    }

    /// One request; what arrived before a cut is kept in `bytes`.
    async fn fetch(&self, object: &ObjectMeta, range: Range<u64>, bytes: &mut BytesMut) -> object_store::Result<()> {
        let length = range.end - range.start;
        let options = GetOptions { range: Some(GetRange::Bounded(range)), ..GetOptions::default() };
        let found = self.objects.get_opts(&object.location, options).await?;
        if is_other_version(object, &found.meta) {
            return Err(object_store::Error::Precondition { path: object.location.to_string(), source: "another version".into() });
        }
        let had = bytes.len();
        match found.payload {
            // A file is read at once; in pieces it would be a thousand small tasks.
            GetResultPayload::File(..) => bytes.extend_from_slice(&found.bytes().await?),
            GetResultPayload::Stream(mut body) => {
                while let Some(part) = body.next().await {
                    bytes.extend_from_slice(&part?);
                }
            }
        }
        let arrived = (bytes.len() - had) as u64;
        match arrived == length {
            true => Ok(()),
            false => Err(object_store::Error::Generic { store: "log", source: format!("{arrived} of {length} bytes arrived").into() }),
        }
    }

    /// Waits before the next attempt, or gives up.
    async fn pause(&self, path: &Path, cause: &object_store::Error, tries: &mut Tries) -> Result<(), ReadError> {
        tries.failed += 1;
        match cause {
            object_store::Error::NotFound { .. } => return Err(ReadError::Gone),
            object_store::Error::InvalidPath { source } => return Err(ReadError::Misnamed(source.to_string())),
            object_store::Error::Precondition { .. } | object_store::Error::NotModified { .. } => return Err(ReadError::Replaced),
            _ if tries.are_over() || !is_passing(cause) => {
                tracing::warn!(%path, %cause, "a log store does not answer");
                return Err(ReadError::Failed);
            }
            _ => tracing::debug!(%path, %cause, "asking a log store again"),
        }
        tokio::time::sleep((PAUSE * 2u32.saturating_pow(tries.failed - 1)).min(PAUSE_MAX)).await;
        Ok(())
    }
}

/// Attempts since the last progress.
struct Tries {
    since: Instant,
    failed: u32,
}

impl Tries {
    fn start() -> Tries {
        Tries { since: Instant::now(), failed: 0 }
    }

    fn are_over(&self) -> bool {
        self.failed >= ATTEMPTS_MAX || self.since.elapsed() >= PATIENCE
    }
}

/// Failures that another attempt may not meet.
fn is_passing(cause: &object_store::Error) -> bool {
    matches!(cause, object_store::Error::Generic { .. } | object_store::Error::JoinError { .. })
}

/// Every answer tells which version it is of. Asking for one is not needed, and stores write tags differently in listings.
fn is_other_version(listed: &ObjectMeta, found: &ObjectMeta) -> bool {
    let tags = listed.e_tag.as_deref().zip(found.e_tag.as_deref());
    tags.is_some_and(|(listed, found)| bare(listed) != bare(found)) || listed.size != found.size
}

/// A tag without its quotes.
fn bare(tag: &str) -> &str {
    tag.trim_start_matches("W/").trim_matches('"')
}
