//! A cache that is kept within its limits: what was superseded goes, what the logs of now are made of stays, and no answer
//! changes.

use std::fs::File;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use object_store::memory::InMemory;

use super::orders::{Written, facts, filled, put, settings, whole_rows};
use crate::{CacheLimits, Engine, EngineSettings};

/// An engine as another process opens it: it asked for nothing yet.
async fn open(lake: &Arc<InMemory>, folder: &Path) -> Engine {
    let cache_limits = CacheLimits { age_days_max: Some(1), bytes_max: None };
    let lake = Arc::clone(lake);
    Engine::open(EngineSettings { cache_limits, ..settings(lake, Written::Csv, folder) }).await.unwrap()
}

/// Kind and key of every entry.
async fn entries(engine: &Engine) -> Vec<(String, String)> {
    engine.cache_entries().await.unwrap().into_iter().map(|entry| (entry.kind, entry.key)).collect()
}

/// As if everything below a folder had been written forty days ago.
fn grow_old(folder: &Path) {
    for path in std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        match path.is_dir() {
            true => grow_old(&path),
            false => {
                let written = SystemTime::now() - Duration::from_secs(40 * 24 * 3600);
                File::options().write(true).open(&path).unwrap().set_modified(written).unwrap();
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_superseded_goes_and_the_answers_stay() {
    let facts = facts(200, 11);
    let (first, later) = facts.split_at(100);
    let folder = tempfile::tempdir().unwrap();
    let lake = filled(first, 10, Written::Csv).await;
    let engine = open(&lake, folder.path()).await;
    whole_rows(&engine).await.unwrap();
    put(&*lake, "orders/part-900.csv", Written::Csv.file(later)).await;
    engine.refresh().await.unwrap();
    let expected = whole_rows(&engine).await.unwrap();
    let all = entries(&engine).await;
    grow_old(&folder.path().join("cache"));
    let engine = open(&lake, folder.path()).await;
    assert!(engine.trim_cache().await.unwrap().files > 0);
    let left = entries(&engine).await;
    assert_eq!((all.len(), left.len()), (4, 2), "a note and a unit of each listing: {all:?}, {left:?}");
    assert_eq!(std::fs::read_dir(folder.path().join("cache/units")).unwrap().count(), 1, "no empty folder is left");
    assert_eq!(whole_rows(&engine).await.unwrap(), expected);
    assert_eq!(entries(&engine).await, left, "nothing was made again");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_unit_that_is_needed_stays_though_its_log_has_a_new_file() {
    let facts = facts(600, 12);
    let folder = tempfile::tempdir().unwrap();
    // More files than one unit has.
    let lake = filled(&facts[..600], 1, Written::Csv).await;
    let engine = open(&lake, folder.path()).await;
    whole_rows(&engine).await.unwrap();
    let units = |entries: Vec<(String, String)>| entries.into_iter().filter(|(kind, _)| kind == "units").count();
    assert_eq!(units(entries(&engine).await), 2);
    grow_old(&folder.path().join("cache"));
    put(&*lake, "orders/part-900.csv", Written::Csv.file(&facts[600..])).await;
    let engine = open(&lake, folder.path()).await;
    engine.trim_cache().await.unwrap();
    assert_eq!(units(entries(&engine).await), 1, "the unit with the new file is another");
    let apart = tempfile::tempdir().unwrap();
    let fresh = open(&lake, apart.path()).await;
    assert_eq!(whole_rows(&engine).await.unwrap(), whole_rows(&fresh).await.unwrap());
}
