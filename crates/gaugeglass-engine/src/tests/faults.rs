//! Stores that fail, lie and hang: an answer is right or an error that says whose move it is, and never a wrong one.

use std::sync::Arc;
use std::time::Duration;

use object_store::ObjectStore;
use object_store::memory::InMemory;
use object_store::path::Path;

use super::fault_store::{FaultStore, Faults, Operation};
use super::orders::{Order, Written, ask, assert_standing, facts, filled, orders, put, settings, standing, whole_rows};
use crate::{Engine, Error, LogSettings, StoreSettings};

/// A storm: three requests of ten are refused, one body of ten is cut, some connections break.
fn storm(seed: u64) -> Faults {
    Faults { seed, refused: 300, cut: 100, reset: 20, slow: 100, ..Faults::default() }
}

/// An engine over `store` with a cache of its own.
async fn open(store: Arc<dyn ObjectStore>, written: Written) -> (Engine, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let engine = Engine::open(settings(store, written, folder.path())).await.unwrap();
    (engine, folder)
}

#[tokio::test]
async fn a_storm_changes_no_answer_and_at_most_triples_the_requests() {
    let facts = facts(600, 1);
    for written in Written::ALL {
        let lake = filled(&facts, 15, written).await;
        let calm = FaultStore::new(lake.clone(), Faults::default());
        let (engine, _folder) = open(calm.clone(), written).await;
        let expected = whole_rows(&engine).await.unwrap();
        let requests = calm.calls(|_| true);
        for seed in 0..5 {
            let stormy = FaultStore::new(lake.clone(), storm(seed));
            let (engine, _folder) = open(stormy.clone(), written).await;
            assert_eq!(whole_rows(&engine).await.unwrap(), expected, "{written:?}, seed {seed}");
            let more = stormy.calls(|_| true);
            assert!(more > requests && more <= 3 * requests, "{written:?}, seed {seed}: {more} requests, {requests} in calm");
        }
    }
}

#[tokio::test]
async fn a_stale_listing_is_made_good_by_the_next() {
    let facts = facts(300, 2);
    let stale = Faults { stale_listings: 1, newest_missing: 5, ..storm(3) };
    // A listing that is refused is asked for again, and the second one is whole.
    let store = FaultStore::new(filled(&facts, 15, Written::Ndjson).await, Faults { refused: 0, ..stale });
    let (engine, _folder) = open(store, Written::Ndjson).await;
    let before = orders(&engine).await.unwrap();
    let listed = 15 * (facts.len().div_ceil(15) - 5);
    assert_standing(&before, &facts[..listed], "what was listed");
    engine.refresh().await.unwrap();
    assert_standing(&orders(&engine).await.unwrap(), &facts, "after the next listing");
}

#[tokio::test]
async fn a_storm_over_stale_listings_tells_no_wrong_answer_and_at_most_triples_the_requests() {
    let facts = facts(600, 10);
    for written in Written::ALL {
        let lake = filled(&facts, 15, written).await;
        let stale = |faults: Faults| Faults { stale_listings: 2, newest_missing: 5, ..faults };
        let requests = requests_until_whole(&lake, written, &stale(Faults::default()), &facts).await;
        for seed in 0..5 {
            let more = requests_until_whole(&lake, written, &stale(storm(seed)), &facts).await;
            eprintln!("{written:?}, seed {seed}: {more} requests in the storm, {requests} in calm");
            assert!(more <= 3 * requests, "{written:?}, seed {seed}: {more} requests, {requests} in calm");
        }
    }
}

/// Asks and lists in turn until the listings are whole; every answer is that of the files that were listed. Gives the
/// requests that it took.
async fn requests_until_whole(lake: &Arc<InMemory>, written: Written, faults: &Faults, facts: &[Order]) -> u64 {
    let store = FaultStore::new(lake.clone(), faults.clone());
    let (engine, _folder) = open(store.clone(), written).await;
    let without_newest = &facts[..15 * (facts.len().div_ceil(15) - faults.newest_missing)];
    for _ in 0..faults.stale_listings {
        let found = until_answered(&engine, faults).await;
        let listed = if found.len() == standing(facts).len() { facts } else { without_newest };
        assert_standing(&found, listed, &format!("{written:?}, {faults:?}"));
        engine.refresh().await.unwrap();
    }
    assert_standing(&until_answered(&engine, faults).await, facts, &format!("{written:?}, {faults:?}, listed whole"));
    store.calls(|_| true)
}

#[tokio::test]
async fn a_replaced_object_is_a_clean_error_and_right_after_the_next_listing() {
    let all = facts(200, 4);
    let (old, new) = all.split_at(100);
    for written in Written::ALL {
        let lake = Arc::new(InMemory::new());
        let key = format!("orders/a.{}", written.name());
        put(&*lake, &key, written.file(old)).await;
        // Replaced between its listing and its first read, and between two reads.
        for nth in [1, 2] {
            let faults = Faults { replaced: Some((Path::from(key.as_str()), nth, written.file(new).into())), ..Faults::default() };
            let store = FaultStore::new(lake.clone(), faults);
            let (engine, _folder) = open(store.clone(), written).await;
            match orders(&engine).await {
                Err(Error::Unavailable(words)) => assert!(words.contains("replaced") && words.contains(&key), "{words}"),
                // A file that is read by one request is never seen in two versions.
                Ok(found) => assert_standing(&found, old, "read before it was replaced"),
                Err(other) => panic!("{written:?}: {other}"),
            }
            store.set(Faults::default());
            put(&*lake, &key, written.file(new)).await;
            engine.refresh().await.unwrap();
            assert_standing(&orders(&engine).await.unwrap(), new, "after the next listing");
            put(&*lake, &key, written.file(old)).await;
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_passing_failure_is_not_kept_as_damage() {
    let facts = facts(100, 5);
    for written in Written::ALL {
        let store = FaultStore::new(filled(&facts, 10, written).await, Faults::default());
        let (engine, _folder) = open(store.clone(), written).await;
        for outage in [Faults { refused: 1000, ..Faults::default() }, Faults { reset: 1000, ..Faults::default() }] {
            store.set(outage);
            let error = orders(&engine).await.unwrap_err();
            assert!(matches!(&error, Error::Unavailable(_)), "{written:?}: {error}");
        }
        store.set(Faults::default());
        assert_standing(&orders(&engine).await.unwrap(), &facts, "after the outage");
        let damaged = ask(&engine, "select file from meta.files where state <> 'read' union all select file from meta.quarantine").await;
        assert_eq!(damaged.unwrap().iter().map(|batch| batch.num_rows()).sum::<usize>(), 0, "{written:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_store_that_hangs_holds_up_its_own_log_alone() {
    let facts = facts(50, 6);
    let folder = tempfile::tempdir().unwrap();
    let hung = FaultStore::new(filled(&facts, 50, Written::Ndjson).await, Faults::default());
    let mut settings = settings(filled(&facts, 10, Written::Csv).await, Written::Csv, folder.path());
    settings.stores.insert("far".into(), StoreSettings { objects: Some(hung.clone()), ..StoreSettings::at("memory:far") });
    let far = LogSettings { store: "far".into(), format: Some("ndjson".into()), ..settings.logs["orders"][0].clone() };
    settings.logs.insert("events".into(), vec![far]);
    let engine = Engine::open(settings).await.unwrap();
    hung.set(Faults { hung: 1000, ..Faults::default() });
    let asking = engine.clone();
    let stuck = tokio::spawn(async move { ask(&asking, "select count(*) from logs.events").await.map(drop) });
    let near = tokio::time::timeout(Duration::from_secs(60), orders(&engine)).await.expect("the other log answers");
    assert_standing(&near.unwrap(), &facts, "beside a store that hangs");
    assert!(!stuck.is_finished() && hung.calls(|operation| operation == Operation::Get) > 0);
    stuck.abort();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cache_whose_writes_fail_or_only_seem_to_gives_the_same_answers() {
    let facts = facts(300, 7);
    for seed in 0..10 {
        for faults in [
            Faults { seed, refused: 100, ..Faults::default() },
            Faults { seed, applied_but_failed: 100, ..Faults::default() },
            Faults { seed, refused: 50, applied_but_failed: 50, reset: 50, cut: 50, ..Faults::default() },
        ] {
            let lake = filled(&facts, 30, Written::Csv).await;
            let folder = tempfile::tempdir().unwrap();
            let cache = FaultStore::new(Arc::new(InMemory::new()), faults.clone());
            let engine = Engine::open_on(settings(lake, Written::Csv, folder.path()), cache_store(cache)).await.unwrap();
            let found = until_answered(&engine, &faults).await;
            assert_standing(&found, &facts, &format!("{faults:?}"));
        }
    }
}

fn cache_store(objects: Arc<FaultStore>) -> crate::stores::Store {
    crate::stores::Store { url: "memory:cache".into(), folder: None, objects }
}

/// Whoever is told that the cache cannot be reached asks again.
async fn until_answered(engine: &Engine, faults: &Faults) -> Vec<Order> {
    for _ in 0..200 {
        match orders(engine).await {
            Ok(found) => return found,
            Err(Error::Unavailable(_)) => {}
            Err(other) => panic!("{faults:?}: {other}"),
        }
    }
    panic!("{faults:?}: no answer in 200 attempts");
}
