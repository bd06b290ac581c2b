//! Removing what nobody needs any more: what was not touched for long, and the rest of it where there is too much.
//!
//! An entry goes whole, and the one that was written or asked for longest ago goes first. What is in use stays whatever its
//! age, and so does what is young: another process may be writing it, or have just found it. The same answers come back
//! without what is removed, only later.

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};
use object_store::ObjectMeta;

use super::upkeep::{entry_of, is_note};
use super::{Cache, Sweep};
use crate::Error;
use crate::settings::CacheLimits;

/// An entry that was touched more recently is left alone.
const GRACE: TimeDelta = TimeDelta::hours(1);

/// An entry as the store lists it.
struct Entry {
    name: String,
    objects: Vec<ObjectMeta>,
    bytes: u64,
    touched: DateTime<Utc>,
}

impl Cache {
    /// Removes entries that pass the limits, but for those that are in use, as told by their `<kind>/<key>`.
    pub async fn trim(&self, limits: &CacheLimits, is_in_use: impl Fn(&str) -> bool + Send + Sync) -> Result<Sweep, Error> {
        let entries = self.by_last_touch().await?;
        let mut bytes: u64 = entries.iter().map(|entry| entry.bytes).sum();
        let mut removed = Sweep::default();
        let now = Utc::now();
        for entry in entries {
            let age = now - entry.touched;
            let is_over = limits.bytes_max.is_some_and(|max| bytes > max);
            let is_old = limits.age_days_max.is_some_and(|max| u64::try_from(age.num_days()).is_ok_and(|days| days >= max));
            // Those that follow are younger still.
            if age < GRACE || !(is_over || is_old) {
                break;
            }
            if !is_in_use(&entry.name) {
                bytes -= entry.bytes;
                let gone = self.remove_entry(entry).await?;
                removed.files += gone.files;
                removed.bytes += gone.bytes;
            }
        }
        Ok(removed)
    }

    /// Every entry, and what is left of work that did not finish, from the one whose last touch is longest ago.
    async fn by_last_touch(&self) -> Result<Vec<Entry>, Error> {
        let mut objects: BTreeMap<String, Vec<ObjectMeta>> = BTreeMap::new();
        for object in self.ours().await? {
            if let Some(name) = entry_of(object.location.as_ref()) {
                objects.entry(name).or_default().push(object);
            }
        }
        self.uses.retain(|entry| objects.contains_key(entry));
        let entries = objects.into_iter().map(|(name, objects)| Entry {
            bytes: objects.iter().map(|object| object.size).sum(),
            touched: objects.iter().map(|object| object.last_modified).chain(self.uses.last(&name)).max().unwrap_or_default(),
            name,
            objects,
        });
        let mut entries: Vec<Entry> = entries.collect();
        entries.sort_by_key(|entry| entry.touched);
        Ok(entries)
    }

    /// The note goes first: from then on nobody takes the entry for whole.
    async fn remove_entry(&self, mut entry: Entry) -> Result<Sweep, Error> {
        entry.objects.sort_by_key(|object| !is_note(object));
        self.remove(entry.objects).await
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use std::fs::File;
    use std::path::Path;
    use std::sync::Arc;
    use std::time::{Duration, SystemTime};

    use object_store::local::LocalFileSystem;
    use serde::{Deserialize, Serialize};

    use super::*;
    use crate::cache::{Note, Part};
    use crate::stores::Store;

    const MINUTES_OF_A_DAY: u64 = 24 * 60;

    #[derive(Serialize, Deserialize)]
    struct AnyNote {
        parts: Vec<Part>,
    }

    impl Note for AnyNote {
        fn parts(&self) -> Vec<&Part> {
            self.parts.iter().collect()
        }
    }

    fn key(number: u64) -> String {
        format!("{number:032x}")
    }

    fn cache(folder: &Path) -> Cache {
        let objects = Arc::new(LocalFileSystem::new_with_prefix(folder).unwrap());
        Cache::new(&Store { url: "file:cache".into(), folder: Some(folder.to_owned()), objects })
    }

    /// An entry of about so many bytes that was last written so many minutes ago.
    async fn write(folder: &Path, number: u64, bytes: usize, minutes: u64) {
        let (cache, key) = (cache(folder), key(number));
        let part = cache.put(&format!("{}/part", Cache::place("units", &key)), vec![0; bytes], 1).await.unwrap();
        cache.close("units", &key, &AnyNote { parts: vec![part.clone()] }).await.unwrap();
        let written = SystemTime::now() - Duration::from_secs(minutes * 60);
        for path in [part.path, format!("units/{key}/entry.json")] {
            File::options().write(true).open(folder.join(path)).unwrap().set_modified(written).unwrap();
        }
    }

    async fn left(folder: &Path) -> Vec<u64> {
        let entries = cache(folder).entries().await.unwrap();
        entries.iter().map(|entry| u64::from_str_radix(&entry.key, 16).unwrap()).collect()
    }

    #[tokio::test]
    async fn what_was_touched_longest_ago_goes_first_and_what_is_in_use_or_young_stays() {
        let minutes = [5 * MINUTES_OF_A_DAY, 3 * MINUTES_OF_A_DAY, 2 * MINUTES_OF_A_DAY + 60, 120, 30];
        let cases: [(Option<u64>, Option<u64>, &[u64]); 7] = [
            (None, None, &[0, 1, 2, 3, 4]),
            (Some(3), None, &[0, 2, 3, 4]),
            (Some(4), None, &[0, 1, 2, 3, 4]),
            (None, Some(1 << 20), &[0, 1, 2, 3, 4]),
            (None, Some(39_000), &[0, 2, 3, 4]),
            (None, Some(29_000), &[0, 3, 4]),
            (None, Some(1), &[0, 4]),
        ];
        for (age_days_max, bytes_max, expected) in cases {
            let folder = tempfile::tempdir().unwrap();
            for (number, minutes) in minutes.into_iter().enumerate() {
                write(folder.path(), number as u64, 9_000, minutes).await;
            }
            let in_use = format!("units/{}", key(0));
            let limits = CacheLimits { age_days_max, bytes_max };
            cache(folder.path()).trim(&limits, |entry| entry == in_use).await.unwrap();
            assert_eq!(left(folder.path()).await, expected, "{limits:?}");
        }
    }

    #[tokio::test]
    async fn what_this_process_asked_for_counts_as_touched() {
        let folder = tempfile::tempdir().unwrap();
        for number in 0..2 {
            write(folder.path(), number, 100, 10 * MINUTES_OF_A_DAY).await;
        }
        let cache = cache(folder.path());
        cache.note::<AnyNote>("units", &key(1)).await.unwrap().unwrap();
        let removed = cache.trim(&CacheLimits { age_days_max: Some(1), bytes_max: Some(1) }, |_| false).await.unwrap();
        assert_eq!((left(folder.path()).await, removed.files), (vec![1], 2));
    }

    #[tokio::test]
    async fn work_that_nobody_finished_goes_too_and_what_is_not_ours_stays() {
        let folder = tempfile::tempdir().unwrap();
        let of_others = folder.path().join("units/readme/a.txt");
        let unfinished = folder.path().join(format!("units/{}/part", key(7)));
        for path in [&of_others, &unfinished] {
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, "x").unwrap();
            let written = SystemTime::now() - Duration::from_secs(7200);
            File::options().write(true).open(path).unwrap().set_modified(written).unwrap();
        }
        cache(folder.path()).trim(&CacheLimits { age_days_max: None, bytes_max: Some(0) }, |_| false).await.unwrap();
        assert!(of_others.exists() && !unfinished.exists());
    }
}
