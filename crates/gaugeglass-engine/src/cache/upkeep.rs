//! Looking after the cache: what is in it, whether it is as written, and what nobody needs any more.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use chrono::{DateTime, Utc};
use futures::TryStreamExt;
use object_store::path::Path;
use object_store::{ObjectMeta, ObjectStoreExt};
use serde::Deserialize;

use super::{Cache, NOTE, Part, staged, unreadable};
use crate::Error;

/// An entry, or work that did not finish.
#[derive(Debug, Clone, PartialEq)]
pub struct CacheEntry {
    /// `logs`, `units` or `models`.
    pub kind: String,
    /// The hash of what it was made from.
    pub key: String,
    /// What it was made from, in a word, where its note says so.
    pub name: String,
    /// Files, the note among them.
    pub files: u64,
    /// Their bytes.
    pub bytes: u64,
    /// True where a note closes it.
    pub is_whole: bool,
    /// The newest file.
    pub modified: DateTime<Utc>,
}

/// A part that is not as it was written.
#[derive(Debug, Clone, PartialEq)]
pub struct Damage {
    /// Its key in the cache.
    pub path: String,
    /// What is wrong.
    pub what: &'static str,
}

/// What was removed.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Sweep {
    /// Files.
    pub files: u64,
    /// Their bytes.
    pub bytes: u64,
}

/// The part of every note that upkeep reads.
#[derive(Debug, Deserialize)]
struct AnyNote {
    #[serde(default)]
    name: String,
    #[serde(default)]
    parts: Vec<Part>,
}

impl Cache {
    /// Every entry, by kind and key.
    pub async fn entries(&self) -> Result<Vec<CacheEntry>, Error> {
        let mut entries: BTreeMap<(String, String), CacheEntry> = BTreeMap::new();
        for object in self.all().await? {
            let Some((kind, key)) = kind_and_key(&object) else {
                continue;
            };
            let entry = entries.entry((kind.clone(), key.clone())).or_insert_with(|| CacheEntry {
                kind,
                key,
                name: String::new(),
                files: 0,
                bytes: 0,
                is_whole: false,
                modified: object.last_modified,
            });
            entry.files += 1;
            entry.bytes += object.size;
            entry.modified = entry.modified.max(object.last_modified);
            if is_note(&object) {
                entry.is_whole = true;
                entry.name = self.any_note(&object.location).await?.map(|note| note.name).unwrap_or_default();
            }
        }
        Ok(entries.into_values().collect())
    }

    /// Reads every part that an entry names and compares it with its hash.
    pub async fn verify(&self) -> Result<Vec<Damage>, Error> {
        let mut damaged = Vec::new();
        for object in self.all().await?.into_iter().filter(is_note) {
            match self.any_note(&object.location).await? {
                Some(note) => {
                    for part in note.parts {
                        damaged.extend(self.damage_of(&part).await?);
                    }
                }
                None => damaged.push(Damage { path: object.location.to_string(), what: "the note cannot be read" }),
            }
        }
        Ok(damaged)
    }

    /// Removes the entries of damaged parts, so that they are made again.
    pub async fn forget(&self, damaged: &[Damage]) -> Result<(), Error> {
        let entries: BTreeSet<String> = damaged.iter().filter_map(|damage| entry_of(&damage.path)).collect();
        for entry in entries {
            self.remove_all(&format!("{entry}/")).await?;
        }
        Ok(())
    }

    /// Removes what no entry names and nobody has touched for `age`: work that was killed.
    pub async fn sweep(&self, age: Duration) -> Result<Sweep, Error> {
        let all = self.all().await?;
        let mut named = BTreeSet::new();
        for note in all.iter().filter(|object| is_note(object)) {
            named.insert(note.location.to_string());
            let parts = self.any_note(&note.location).await?.map(|note| note.parts).unwrap_or_default();
            named.extend(parts.into_iter().map(|part| part.path));
        }
        let before = Utc::now() - age;
        let stale = all.into_iter().filter(|object| object.last_modified <= before && !named.contains(object.location.as_ref()));
        let mut removed = self.remove(stale.collect()).await?;
        if let Some(folder) = self.store.folder.clone() {
            let staged = tokio::task::spawn_blocking(move || staged::sweep(&folder, before)).await.map_err(Error::internal)?;
            removed.files += staged.files;
            removed.bytes += staged.bytes;
        }
        Ok(removed)
    }

    /// Removes everything that is ours.
    pub async fn clear(&self) -> Result<Sweep, Error> {
        self.remove(self.ours().await?).await
    }

    /// Every object that belongs to an entry.
    pub(super) async fn ours(&self) -> Result<Vec<ObjectMeta>, Error> {
        let ours = self.all().await?.into_iter().filter(|object| kind_and_key(object).is_some());
        Ok(ours.collect())
    }

    async fn all(&self) -> Result<Vec<ObjectMeta>, Error> {
        self.store.objects.list(None).try_collect().await.map_err(unreadable)
    }

    async fn remove_all(&self, prefix: &str) -> Result<Sweep, Error> {
        let found = self.store.objects.list(Some(&Path::from(prefix))).try_collect().await.map_err(unreadable)?;
        self.remove(found).await
    }

    /// Removes objects, one after another in this order.
    pub(super) async fn remove(&self, objects: Vec<ObjectMeta>) -> Result<Sweep, Error> {
        let mut removed = Sweep::default();
        for object in objects {
            if self.delete(object.location).await? {
                removed.files += 1;
                removed.bytes += object.size;
            }
        }
        Ok(removed)
    }

    async fn any_note(&self, path: &Path) -> Result<Option<AnyNote>, Error> {
        let found = match self.store.objects.get(path).await {
            Ok(found) => found,
            Err(object_store::Error::NotFound { .. }) => return Ok(None),
            Err(cause) => return Err(unreadable(cause)),
        };
        let bytes = found.bytes().await.map_err(unreadable)?;
        Ok(serde_json::from_slice(&bytes).ok())
    }

    async fn damage_of(&self, part: &Part) -> Result<Option<Damage>, Error> {
        let damage = |what| Ok(Some(Damage { path: part.path.clone(), what }));
        let found = match self.store.objects.get(&Path::from(part.path.as_str())).await {
            Ok(found) => found,
            Err(object_store::Error::NotFound { .. }) => return damage("it is gone"),
            Err(cause) => return Err(unreadable(cause)),
        };
        let mut hash = blake3::Hasher::new();
        let mut body = found.into_stream();
        while let Some(bytes) = body.try_next().await.map_err(unreadable)? {
            hash.update(&bytes);
        }
        match hash.finalize().to_hex().as_str() == part.hash {
            true => Ok(None),
            false => damage("its bytes are not those that were written"),
        }
    }
}

/// True for the note of an entry.
pub(super) fn is_note(object: &ObjectMeta) -> bool {
    kind_and_key(object).is_some() && object.location.filename() == Some(NOTE)
}

/// Kind and key of a path of ours: `<kind>/<32 hexadecimal digits>/…`.
fn kind_and_key(object: &ObjectMeta) -> Option<(String, String)> {
    let mut parts = object.location.as_ref().split('/');
    let (kind, key) = (parts.next()?, parts.next()?);
    let is_key = key.len() == 32 && key.bytes().all(|byte| byte.is_ascii_hexdigit());
    (is_key && parts.next().is_some()).then(|| (kind.to_owned(), key.to_owned()))
}

/// The folder of the entry that a path belongs to.
pub fn entry_of(path: &str) -> Option<String> {
    let mut parts = path.split('/');
    Some(Cache::entry(parts.next()?, parts.next()?))
}
