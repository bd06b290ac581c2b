//! A store that fails as real ones do, at moments that a seed decides.
//!
//! The nth call of one operation on one key meets the same fate in every run, whatever the order of threads. Calls are
//! counted, so that a test can say what was asked and that nothing was written.

use std::collections::BTreeMap;
use std::fmt;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use bytes::Bytes;
use futures::stream::BoxStream;
use futures::{StreamExt, TryStreamExt, stream};
use object_store::path::Path;
use object_store::{
    CopyOptions, Error, GetOptions, GetResult, GetResultPayload, ListResult, MultipartUpload, ObjectMeta, ObjectStore, ObjectStoreExt,
    PutMultipartOptions, PutOptions, PutPayload, PutResult, Result, UploadPart,
};
use parking_lot::Mutex;

use super::dice::Dice;

/// What a call does, as it is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Operation {
    Get,
    List,
    Put,
    Multipart,
    Delete,
    Copy,
}

impl Operation {
    pub fn writes(self) -> bool {
        !matches!(self, Operation::Get | Operation::List)
    }
}

/// What goes wrong, each so many times of a thousand calls.
#[derive(Debug, Clone, Default)]
pub struct Faults {
    pub seed: u64,
    /// Answered 503 before anything happens.
    pub refused: u16,
    /// The connection breaks before anything happens.
    pub reset: u16,
    /// Answered late.
    pub slow: u16,
    /// The body of a read ends in an error at some byte.
    pub cut: u16,
    /// A write happens and is told as failed.
    pub applied_but_failed: u16,
    /// Not answered at all.
    pub hung: u16,
    /// The first listings of a prefix that lack its newest objects.
    pub stale_listings: u64,
    /// How many they lack.
    pub newest_missing: usize,
    /// An object that is replaced before its nth read, counted from 1.
    pub replaced: Option<(Path, u64, Bytes)>,
}

/// A store with faults.
pub struct FaultStore {
    inner: Arc<dyn ObjectStore>,
    faults: Mutex<Faults>,
    calls: Mutex<BTreeMap<(Operation, String), u64>>,
}

/// What one call meets.
struct Fate {
    chance: Dice,
    nth: u64,
}

impl FaultStore {
    pub fn new(inner: Arc<dyn ObjectStore>, faults: Faults) -> Arc<FaultStore> {
        Arc::new(FaultStore { inner, faults: Mutex::new(faults), calls: Mutex::default() })
    }

    /// The faults from now on.
    pub fn set(&self, faults: Faults) {
        *self.faults.lock() = faults;
    }

    /// Calls of these operations so far.
    pub fn calls(&self, of: impl Fn(Operation) -> bool) -> u64 {
        self.calls.lock().iter().filter(|((operation, _), _)| of(*operation)).map(|(_, count)| count).sum()
    }

    fn faults(&self) -> Faults {
        self.faults.lock().clone()
    }

    fn count(&self, operation: Operation, key: &str) -> u64 {
        let mut calls = self.calls.lock();
        let count = calls.entry((operation, key.to_owned())).or_default();
        *count += 1;
        *count
    }

    /// Counts the call and lets it meet what stops it before anything happens.
    async fn enter(&self, operation: Operation, key: &str) -> Result<Fate> {
        let faults = self.faults();
        let nth = self.count(operation, key);
        let mut hash = DefaultHasher::new();
        (faults.seed, operation, key, nth).hash(&mut hash);
        let mut chance = Dice::new(hash.finish());
        if chance.per_mille(faults.hung) {
            futures::future::pending::<()>().await;
        }
        if chance.per_mille(faults.slow) {
            tokio::time::sleep(Duration::from_millis(chance.below(20) as u64)).await;
        }
        match (chance.per_mille(faults.refused), chance.per_mille(faults.reset)) {
            (true, _) => Err(failed("503 Slow Down")),
            (_, true) => Err(failed("connection reset by peer")),
            _ => Ok(Fate { chance, nth }),
        }
    }

    async fn replace_when_due(&self, location: &Path, nth: u64) -> Result<()> {
        if let Some((path, due, bytes)) = self.faults().replaced
            && (&path, due) == (location, nth)
        {
            self.inner.put(&path, bytes.into()).await?;
        }
        Ok(())
    }

    /// Tells a write that happened as failed, now and then.
    fn leave<T>(&self, done: Result<T>, fate: &mut Fate) -> Result<T> {
        match fate.chance.per_mille(self.faults().applied_but_failed) {
            true => done.and_then(|_| Err(failed("connection reset before the answer"))),
            false => done,
        }
    }

    async fn listing(inner: Arc<dyn ObjectStore>, prefix: Option<Path>, missing: usize) -> Result<Vec<ObjectMeta>> {
        let mut found: Vec<ObjectMeta> = inner.list(prefix.as_ref()).try_collect().await?;
        found.sort_by(|a, b| (a.last_modified, &a.location).cmp(&(b.last_modified, &b.location)));
        found.truncate(found.len().saturating_sub(missing));
        Ok(found)
    }
}

fn failed(words: &'static str) -> Error {
    Error::Generic { store: "fault", source: words.into() }
}

/// The body up to some byte, then an error.
fn cut(found: GetResult, chance: &mut Dice) -> GetResult {
    let length = (found.range.end - found.range.start) as usize;
    let end = chance.below(length);
    let (meta, range, attributes) = (found.meta.clone(), found.range.clone(), found.attributes.clone());
    let head = found.into_stream().try_collect::<Vec<Bytes>>();
    let body = stream::once(head).map(move |parts| {
        let whole = parts?.concat();
        Ok(Bytes::from(whole).slice(..end))
    });
    let body = body.chain(stream::iter([Err(failed("the connection closed before the body ended"))]));
    GetResult { payload: GetResultPayload::Stream(body.boxed()), meta, range, attributes }
}

#[async_trait]
impl ObjectStore for FaultStore {
    async fn put_opts(&self, location: &Path, payload: PutPayload, options: PutOptions) -> Result<PutResult> {
        let mut fate = self.enter(Operation::Put, location.as_ref()).await?;
        let done = self.inner.put_opts(location, payload, options).await;
        self.leave(done, &mut fate)
    }

    async fn put_multipart_opts(&self, location: &Path, options: PutMultipartOptions) -> Result<Box<dyn MultipartUpload>> {
        let mut fate = self.enter(Operation::Multipart, location.as_ref()).await?;
        let upload = self.inner.put_multipart_opts(location, options).await?;
        let is_told_failed = fate.chance.per_mille(self.faults().applied_but_failed);
        Ok(Box::new(FaultUpload { upload, is_told_failed }))
    }

    async fn get_opts(&self, location: &Path, options: GetOptions) -> Result<GetResult> {
        let mut fate = self.enter(Operation::Get, location.as_ref()).await?;
        self.replace_when_due(location, fate.nth).await?;
        let is_head = options.head;
        let found = self.inner.get_opts(location, options).await?;
        match !is_head && fate.chance.per_mille(self.faults().cut) {
            true => Ok(cut(found, &mut fate.chance)),
            false => Ok(found),
        }
    }

    fn delete_stream(&self, locations: BoxStream<'static, Result<Path>>) -> BoxStream<'static, Result<Path>> {
        self.count(Operation::Delete, "");
        self.inner.delete_stream(locations)
    }

    fn list(&self, prefix: Option<&Path>) -> BoxStream<'static, Result<ObjectMeta>> {
        let key = prefix.map(ToString::to_string).unwrap_or_default();
        let faults = self.faults();
        let nth = self.count(Operation::List, &key);
        let mut hash = DefaultHasher::new();
        (faults.seed, Operation::List, &key, nth).hash(&mut hash);
        if Dice::new(hash.finish()).per_mille(faults.refused) {
            return stream::iter([Err(failed("503 Slow Down"))]).boxed();
        }
        let missing = if nth <= faults.stale_listings { faults.newest_missing } else { 0 };
        let listing = FaultStore::listing(Arc::clone(&self.inner), prefix.cloned(), missing);
        stream::once(listing).map_ok(|found| stream::iter(found.into_iter().map(Ok))).try_flatten().boxed()
    }

    async fn list_with_delimiter(&self, prefix: Option<&Path>) -> Result<ListResult> {
        self.enter(Operation::List, prefix.map(AsRef::as_ref).unwrap_or_default()).await?;
        self.inner.list_with_delimiter(prefix).await
    }

    async fn copy_opts(&self, from: &Path, to: &Path, options: CopyOptions) -> Result<()> {
        let mut fate = self.enter(Operation::Copy, to.as_ref()).await?;
        let done = self.inner.copy_opts(from, to, options).await;
        self.leave(done, &mut fate)
    }
}

impl fmt::Display for FaultStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} with faults", self.inner)
    }
}

impl fmt::Debug for FaultStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// An upload whose completion may be told as failed.
#[derive(Debug)]
struct FaultUpload {
    upload: Box<dyn MultipartUpload>,
    is_told_failed: bool,
}

#[async_trait]
impl MultipartUpload for FaultUpload {
    fn put_part(&mut self, data: PutPayload) -> UploadPart {
        self.upload.put_part(data)
    }

    async fn complete(&mut self) -> Result<PutResult> {
        let done = self.upload.complete().await?;
        match self.is_told_failed {
            true => Err(failed("connection reset before the answer")),
            false => Ok(done),
        }
    }

    async fn abort(&mut self) -> Result<()> {
        self.upload.abort().await
    }
}

/// An object of a thousand different bytes under the key `a`, in a store with these faults.
async fn store_of_one(faults: Faults) -> Arc<FaultStore> {
    let inner = object_store::memory::InMemory::new();
    inner.put(&Path::from("a"), Bytes::from_iter((0..1000u16).map(|at| at as u8)).into()).await.unwrap();
    FaultStore::new(Arc::new(inner), faults)
}

#[tokio::test]
async fn fates_are_the_same_in_every_run() {
    let fates = || async {
        let store = store_of_one(Faults { seed: 7, refused: 300, ..Faults::default() }).await;
        let mut fates = Vec::new();
        for _ in 0..100 {
            fates.push(store.get(&Path::from("a")).await.is_ok());
        }
        fates
    };
    let first = fates().await;
    assert_eq!(first, fates().await);
    let refused = first.iter().filter(|is_answered| !**is_answered).count();
    assert!((15..45).contains(&refused), "{refused} of 100");
}

#[tokio::test]
async fn a_cut_body_gives_its_beginning_and_then_an_error() {
    let store = store_of_one(Faults { cut: 1000, ..Faults::default() }).await;
    let found: Vec<Result<Bytes>> = store.get(&Path::from("a")).await.unwrap().into_stream().collect().await;
    let (last, before) = found.split_last().unwrap();
    assert!(last.is_err());
    let arrived: Vec<u8> = before.iter().flat_map(|part| part.as_ref().unwrap().to_vec()).collect();
    assert!(arrived.len() < 1000 && arrived.iter().enumerate().all(|(at, byte)| *byte == at as u8));
}

#[tokio::test]
async fn a_write_that_is_told_as_failed_has_happened() {
    let store = store_of_one(Faults { applied_but_failed: 1000, ..Faults::default() }).await;
    let path = Path::from("b");
    assert!(store.put(&path, PutPayload::from_static(b"here")).await.is_err());
    assert_eq!(store.get(&path).await.unwrap().bytes().await.unwrap(), "here");
    assert_eq!(store.calls(Operation::writes), 1);
}

#[tokio::test]
async fn a_stale_listing_lacks_the_newest_and_the_next_has_them() {
    let store = store_of_one(Faults { stale_listings: 1, newest_missing: 1, ..Faults::default() }).await;
    let names = || async { store.list(None).map_ok(|object| object.location.to_string()).try_collect::<Vec<_>>().await.unwrap() };
    store.put(&Path::from("b"), PutPayload::from_static(b"newer")).await.unwrap();
    assert_eq!(names().await, ["a"]);
    assert_eq!(names().await, ["a", "b"]);
}
