//! Which row stands where several have one key, over all units of a source.
//!
//! The one received first: a fact must not change after a decision was taken on it. Equal times fall to the one loaded
//! first, then to the content, so that neither the order of files nor their split nor their names decide. The runs are
//! merged as streams: memory is a block a run.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};

use object_store::ObjectMeta;
use object_store::path::Path;

use super::keys::{self, KeyEntry};
use crate::Error;
use crate::cache::{Cache, Part};
use crate::formats::ipc_file::IpcFile;
use crate::formats::{SourceFile, Unreadable};
use crate::log_store::LogStore;

/// Rows that repeat a key and do not stand.
#[derive(Debug, Default)]
pub struct Fallen {
    /// Positions per unit, ascending.
    pub positions: BTreeMap<usize, Vec<u32>>,
    /// How many per unit and file.
    pub files: BTreeMap<(usize, i32), u64>,
}

impl Fallen {
    fn add(&mut self, unit: usize, entry: &KeyEntry) {
        self.positions.entry(unit).or_default().push(entry.position);
        *self.files.entry((unit, entry.file)).or_default() += 1;
    }
}

/// Merges the runs of all units, each with its unit's place.
pub async fn fallen(runs: &[(usize, Part)], cache: &Cache) -> Result<Fallen, Error> {
    let store = LogStore::new(cache.store());
    let mut cursors = Vec::with_capacity(runs.len());
    for (unit, part) in runs {
        cursors.push(Cursor::open(*unit, part, &store).await?);
    }
    let mut heap: BinaryHeap<Reverse<(KeyEntry, usize)>> = BinaryHeap::new();
    for (at, cursor) in cursors.iter_mut().enumerate() {
        heap.extend(cursor.next().await?.map(|entry| Reverse((entry, at))));
    }
    let mut fallen = Fallen::default();
    let mut standing = None;
    while let Some(Reverse((entry, at))) = heap.pop() {
        match standing == Some(entry.key) {
            true => fallen.add(cursors[at].unit, &entry),
            false => standing = Some(entry.key),
        }
        heap.extend(cursors[at].next().await?.map(|entry| Reverse((entry, at))));
    }
    fallen.positions.values_mut().for_each(|positions| positions.sort_unstable());
    Ok(fallen)
}

/// One run on its way through the merge.
struct Cursor {
    unit: usize,
    file: IpcFile,
    block: usize,
    entries: std::vec::IntoIter<KeyEntry>,
}

impl Cursor {
    async fn open(unit: usize, part: &Part, store: &LogStore) -> Result<Cursor, Error> {
        let object = ObjectMeta {
            location: Path::from(part.path.as_str()),
            last_modified: chrono::DateTime::UNIX_EPOCH,
            size: part.bytes,
            e_tag: None,
            version: None,
        };
        let file = SourceFile { index: 0, store: store.clone(), object, day: None };
        let file = IpcFile::open(&file).await.map_err(lost)?;
        Ok(Cursor { unit, file, block: 0, entries: Vec::new().into_iter() })
    }

    async fn next(&mut self) -> Result<Option<KeyEntry>, Error> {
        loop {
            if let Some(entry) = self.entries.next() {
                return Ok(Some(entry));
            }
            if self.block == self.file.len() {
                return Ok(None);
            }
            let batch = self.file.batch(self.block).await.map_err(lost)?;
            self.block += 1;
            self.entries = keys::decode(&batch)?.into_iter();
        }
    }
}

fn lost(cause: Unreadable) -> Error {
    tracing::warn!(?cause, "a run of keys cannot be read");
    Error::Unavailable("a part of the cache is gone or damaged; ask again, or run `gaugeglass cache verify`".into())
}
