//! Which row stands where several have one key, over all units of a source.
//!
//! The one received first: a fact must not change after a decision was taken on it. Equal times fall to the one loaded
//! first, then to the content, so that neither the order of files nor their split nor their names decide. The runs are
//! merged as streams, a block of each in memory, and so many at once: where there are more, they are merged into fewer
//! first. Memory does so not grow with the log.

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

/// How much of a merge is in memory: 64 blocks of 8,192 entries of 48 bytes are 24 MiB.
const BOUNDS: Bounds = Bounds { runs: 64, entries: 128 * 1024 };

/// The keys of one unit.
#[derive(Debug)]
pub struct UnitRuns {
    /// How many files the unit has.
    pub files: usize,
    /// The runs of their keys.
    pub parts: Vec<Part>,
}

/// Rows that repeat a key and do not stand.
#[derive(Debug, Default)]
pub struct Fallen {
    /// Positions per unit, ascending.
    pub positions: BTreeMap<usize, Vec<u32>>,
    /// How many per unit and file.
    pub files: BTreeMap<(usize, i32), u64>,
}

impl Fallen {
    /// Adds an entry whose file counts among those of all units, of which each has its `first_files`.
    fn add(&mut self, entry: &KeyEntry, first_files: &[i32]) {
        let unit = first_files.partition_point(|first| *first <= entry.file).saturating_sub(1);
        self.positions.entry(unit).or_default().push(entry.position);
        *self.files.entry((unit, entry.file - first_files[unit])).or_default() += 1;
    }
}

/// Merges the runs of all units, which come in their order. What is needed on the way lies at `place` for as long.
pub async fn fallen(units: Vec<UnitRuns>, cache: &Cache, place: &str) -> Result<Fallen, Error> {
    within(&BOUNDS, units, cache, place).await
}

/// Runs that are merged at once, and entries of a part of a merged run.
struct Bounds {
    runs: usize,
    entries: usize,
}

async fn within(bounds: &Bounds, units: Vec<UnitRuns>, cache: &Cache, place: &str) -> Result<Fallen, Error> {
    let (mut runs, first_files) = runs_of(units);
    let mut passes = Passes { bounds, cache, place, kept: Vec::new() };
    while runs.len() > bounds.runs {
        runs = passes.fewer(runs).await?;
    }
    let mut merge = Merge::open(runs, cache).await?;
    let mut fallen = Fallen::default();
    let mut standing = None;
    while let Some(entry) = merge.next().await? {
        match standing == Some(entry.key) {
            true => fallen.add(&entry, &first_files),
            false => standing = Some(entry.key),
        }
    }
    fallen.positions.values_mut().for_each(|positions| positions.sort_unstable());
    cache.discard(&passes.kept).await?;
    Ok(fallen)
}

/// Keys in order, in parts that follow each other.
struct Run {
    /// What the files of its entries start to count at.
    first_file: i32,
    parts: Vec<Part>,
}

/// Every run, and the place of each unit's first file among the files of all.
fn runs_of(units: Vec<UnitRuns>) -> (Vec<Run>, Vec<i32>) {
    let mut runs = Vec::new();
    let mut first_files = Vec::with_capacity(units.len());
    let mut first_file = 0;
    for unit in units {
        runs.extend(unit.parts.into_iter().map(|part| Run { first_file, parts: vec![part] }));
        first_files.push(first_file);
        first_file += unit.files as i32;
    }
    (runs, first_files)
}

/// Merging runs into fewer that hold the same entries.
struct Passes<'a> {
    bounds: &'a Bounds,
    cache: &'a Cache,
    place: &'a str,
    kept: Vec<Part>,
}

impl Passes<'_> {
    async fn fewer(&mut self, runs: Vec<Run>) -> Result<Vec<Run>, Error> {
        let mut merged = Vec::new();
        let mut rest = runs.into_iter().peekable();
        while rest.peek().is_some() {
            let together = rest.by_ref().take(self.bounds.runs).collect();
            merged.push(self.merged(together).await?);
        }
        Ok(merged)
    }

    async fn merged(&mut self, runs: Vec<Run>) -> Result<Run, Error> {
        let mut merge = Merge::open(runs, self.cache).await?;
        let (mut parts, mut entries) = (Vec::new(), Vec::new());
        while let Some(entry) = merge.next().await? {
            entries.push(entry);
            if entries.len() == self.bounds.entries {
                parts.push(self.keep(&mut entries).await?);
            }
        }
        if !entries.is_empty() {
            parts.push(self.keep(&mut entries).await?);
        }
        Ok(Run { first_file: 0, parts })
    }

    async fn keep(&mut self, entries: &mut Vec<KeyEntry>) -> Result<Part, Error> {
        let path = format!("{}/merged-{:06}.arrow", self.place, self.kept.len());
        let part = self.cache.put(&path, keys::encode(entries)?, entries.len() as u64).await?;
        entries.clear();
        self.kept.push(part.clone());
        Ok(part)
    }
}

/// Several runs read as one.
struct Merge {
    cursors: Vec<Cursor>,
    /// The first entry of each run that has not ended.
    heads: BinaryHeap<Reverse<(KeyEntry, usize)>>,
}

impl Merge {
    async fn open(runs: Vec<Run>, cache: &Cache) -> Result<Merge, Error> {
        let store = LogStore::new(cache.store());
        let cursors: Vec<Cursor> = runs.into_iter().map(|run| Cursor::new(run, &store)).collect();
        let mut merge = Merge { cursors, heads: BinaryHeap::new() };
        for at in 0..merge.cursors.len() {
            merge.advance(at).await?;
        }
        Ok(merge)
    }

    async fn next(&mut self) -> Result<Option<KeyEntry>, Error> {
        let Some(Reverse((entry, at))) = self.heads.pop() else {
            return Ok(None);
        };
        self.advance(at).await?;
        Ok(Some(entry))
    }

    async fn advance(&mut self, at: usize) -> Result<(), Error> {
        let entry = self.cursors[at].next().await?;
        self.heads.extend(entry.map(|entry| Reverse((entry, at))));
        Ok(())
    }
}

/// One run on its way through a merge.
struct Cursor {
    store: LogStore,
    first_file: i32,
    parts: std::vec::IntoIter<Part>,
    file: Option<IpcFile>,
    block: usize,
    entries: std::vec::IntoIter<KeyEntry>,
}

impl Cursor {
    fn new(run: Run, store: &LogStore) -> Cursor {
        let (parts, entries) = (run.parts.into_iter(), Vec::new().into_iter());
        Cursor { store: store.clone(), first_file: run.first_file, parts, file: None, block: 0, entries }
    }

    async fn next(&mut self) -> Result<Option<KeyEntry>, Error> {
        loop {
            if let Some(entry) = self.entries.next() {
                return Ok(Some(KeyEntry { file: self.first_file + entry.file, ..entry }));
            }
            if !self.next_block().await? {
                return Ok(None);
            }
        }
    }

    /// False at the end of the last part.
    async fn next_block(&mut self) -> Result<bool, Error> {
        if self.file.as_ref().is_none_or(|file| self.block == file.len()) {
            let Some(part) = self.parts.next() else {
                return Ok(false);
            };
            (self.file, self.block) = (Some(open(&part, &self.store).await?), 0);
        }
        if let Some(file) = &self.file
            && self.block < file.len()
        {
            let batch = file.batch(self.block).await.map_err(lost)?;
            self.block += 1;
            self.entries = keys::decode(&batch)?.into_iter();
        }
        Ok(true)
    }
}

async fn open(part: &Part, store: &LogStore) -> Result<IpcFile, Error> {
    let object = ObjectMeta {
        location: Path::from(part.path.as_str()),
        last_modified: chrono::DateTime::UNIX_EPOCH,
        size: part.bytes,
        e_tag: None,
        version: None,
    };
    IpcFile::open(&SourceFile { index: 0, store: store.clone(), object, day: None, constants: None }).await.map_err(lost)
}

fn lost(cause: Unreadable) -> Error {
    tracing::warn!(?cause, "a run of keys cannot be read");
    Error::Unavailable("a part of the cache is gone or damaged; ask again, or run `gaugeglass cache verify`".into())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use std::collections::BTreeSet;
    use std::sync::Arc;

    use futures::TryStreamExt;
    use object_store::ObjectStore;
    use object_store::memory::InMemory;
    use twox_hash::XxHash3_128;

    use super::*;
    use crate::stores::Store;

    const ENTRIES: u32 = 20_000;
    const KEYS: u128 = 6_000;

    /// An entry of a key that others have too; its position tells it from all others.
    fn entry(position: u32) -> KeyEntry {
        let drawn = XxHash3_128::oneshot(&position.to_le_bytes());
        let content = u64::from(position).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        KeyEntry { key: drawn % KEYS, received: (drawn >> 64) as i64 % 4, loaded: (drawn >> 32) as i64 % 4, content, file: 0, position }
    }

    /// The positions that fall, by the rule alone.
    fn expected() -> BTreeSet<u32> {
        let mut by_key: BTreeMap<u128, Vec<KeyEntry>> = BTreeMap::new();
        for entry in (0..ENTRIES).map(entry) {
            by_key.entry(entry.key).or_default().push(entry);
        }
        let fallen = by_key.into_values().flat_map(|mut entries| {
            entries.sort_by_key(|entry| (entry.received, entry.loaded, entry.content));
            entries.split_off(1)
        });
        fallen.map(|entry| entry.position).collect()
    }

    /// Every entry in one of `count` units of two files and one run each.
    async fn units(count: u32, cache: &Cache) -> Vec<UnitRuns> {
        let mut units = Vec::new();
        for unit in 0..count {
            let own = (unit..ENTRIES).step_by(count as usize);
            let mut entries: Vec<KeyEntry> = own.map(|position| KeyEntry { file: file_of(position, count), ..entry(position) }).collect();
            let bytes = keys::encode(&mut entries).unwrap();
            let part = cache.put(&format!("units/{unit:03}/keys.arrow"), bytes, entries.len() as u64).await.unwrap();
            units.push(UnitRuns { files: 2, parts: vec![part] });
        }
        units
    }

    fn file_of(position: u32, count: u32) -> i32 {
        (position / count % 2) as i32
    }

    #[tokio::test]
    async fn the_same_rows_fall_however_many_runs_there_are_and_however_few_are_merged_at_once() {
        let expected = expected();
        assert!(expected.len() > 1000);
        for (count, at_once) in [(1, 64), (7, 64), (7, 2), (500, 64), (500, 3)] {
            let objects: Arc<dyn ObjectStore> = Arc::new(InMemory::new());
            let cache = Cache::new(&Store { url: "memory:cache".into(), folder: None, objects: Arc::clone(&objects) });
            let units = units(count, &cache).await;
            let bounds = Bounds { runs: at_once, entries: 1000 };
            let fallen = within(&bounds, units, &cache, "logs/merging").await.unwrap();
            let found: BTreeSet<u32> = fallen.positions.values().flatten().copied().collect();
            assert_eq!(found, expected, "{count} runs, {at_once} at once");
            let mut files: BTreeMap<(usize, i32), u64> = BTreeMap::new();
            for position in &expected {
                *files.entry(((position % count) as usize, file_of(*position, count))).or_default() += 1;
            }
            assert_eq!(fallen.files, files, "{count} runs, {at_once} at once");
            let left = objects.list(None).try_collect::<Vec<_>>().await.unwrap();
            assert_eq!(left.len(), count as usize, "what was merged on the way is gone");
        }
    }
}
