//! The cache is only a cache: several processes may share it, and whoever deletes it gets the same answers.

use std::path::{Path, PathBuf};

use gaugeglass_tests::{assert_same, get, rows, rows_over_http, serve, world, write_config};

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
