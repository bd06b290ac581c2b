//! The cache is only a cache: several processes may share it, and whoever deletes it gets the same answers.

use std::collections::BTreeSet;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use gaugeglass_tests::{answer, assert_same, get, rows, rows_over_http, run, serve, world, write_config};

const SQL: &str = "select
    (select count(*) from logs.orders) as logged,
    (select count(*) from model.orders) as orders,
    (select sum(net_base) from model.orders) as revenue,
    (select count(*) from model.people) as people";

/// Sums of fractions depend on their order in the last digits.
const CLOSE: f64 = 1e-12;

/// The logs of the world with a cache of their own in `folder`.
fn config(folder: &Path) -> PathBuf {
    let text = std::fs::read_to_string(world().join("gaugeglass.toml")).unwrap();
    let logs = format!("url = \"file:{}\"", world().join("logs").display());
    write_config(folder, &text.replace("url = \"file:logs\"", &logs))
}

#[test]
fn processes_that_fill_one_cache_at_once_agree() {
    let folder = tempfile::tempdir().unwrap();
    let config = config(folder.path());
    let answers: Vec<_> = std::thread::scope(|scope| {
        let asking: Vec<_> = (0..4).map(|_| scope.spawn(|| rows(&config, SQL))).collect();
        asking.into_iter().map(|answer| answer.join().unwrap()).collect()
    });
    assert!(answers[0][0]["orders"].as_i64().is_some_and(|orders| orders > 0), "{answers:?}");
    for answer in &answers {
        assert_same(answer, &answers[0], CLOSE, "processes at once");
    }
    assert_same(&rows(&config, SQL), &answers[0], CLOSE, "what they left behind");
}

#[test]
fn a_cache_deleted_under_a_running_server_is_filled_again() {
    let folder = tempfile::tempdir().unwrap();
    let config = config(folder.path());
    let server = serve(&config, &[], &[]);
    // The overview is drawn ahead of its readers; once it is served, nothing else is being computed.
    assert_eq!(get(&server.http, "/").status, 200);
    let before = rows_over_http(&server.http, SQL);
    std::fs::rename(folder.path().join(".gaugeglass"), folder.path().join("gone")).unwrap();
    assert_same(&rows_over_http(&server.http, SQL), &before, CLOSE, "after the cache was deleted");
}

/// Every file below a folder.
fn files(folder: &Path) -> BTreeSet<PathBuf> {
    let paths = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    paths.flat_map(|path| if path.is_dir() { files(&path) } else { BTreeSet::from([path]) }).collect()
}

#[test]
fn a_trim_removes_what_nothing_needs_and_changes_no_answer() {
    let folder = tempfile::tempdir().unwrap();
    let (config, cache) = (config(folder.path()), folder.path().join(".gaugeglass"));
    let earlier = || answer(&config, &["query", SQL, "--as-of", "2026-03-01T00:00:00Z"])["rows"].take();
    let trim = || run(&["cache", "trim", "--cache-bytes-max", "1", "--config", config.to_str().unwrap()]);
    let (now, then) = (rows(&config, SQL), earlier());
    let whole = files(&cache);
    assert!(trim().code == 0 && files(&cache) == whole, "what is young stays");
    for file in &whole {
        File::options().write(true).open(file).unwrap().set_modified(SystemTime::now() - Duration::from_secs(2 * 3600)).unwrap();
    }
    let trimmed = trim();
    let left = files(&cache);
    assert!(trimmed.code == 0 && !left.is_empty() && left.is_subset(&whole) && left != whole, "{trimmed:?}");
    assert_same(&rows(&config, SQL), &now, CLOSE, "what is in use");
    assert_eq!(files(&cache), left, "nothing that is in use was made again");
    assert_same(&earlier(), &then, CLOSE, "what was removed");
    assert!(files(&cache).len() > left.len(), "what was removed is made again");
}
