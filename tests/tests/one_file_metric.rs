//! A metric is one file: written, it is everywhere; edited, it changes where it stands.

use std::path::Path;
use std::time::{Duration, Instant};

use gaugeglass_tests::{Server, get, run, serve, world};

const FILE: &str = "customer/orders_placed.sql";

fn write(folder: &Path, measure: &str) {
    let text = format!(
        "/* ---\ntitle: Orders placed\nquestion: How many orders were placed?\ndescription: Counts orders that stand.\nowner: shop\nunit: count\ndirection: up_is_good\ntime: placed_time\ndimensions: [market]\nmeasures: [orders]\nadditive: [orders, n]\n--- */\nselect {measure} as orders, count(*) as n\nfrom model.orders\nwhere placed_time >= $from and placed_time < $to\n"
    );
    std::fs::create_dir_all(folder.join("customer")).unwrap();
    std::fs::write(folder.join(FILE), text).unwrap();
}

fn orders(server: &Server) -> (Option<i64>, String) {
    let answer = get(&server.http, "/m/orders_placed.json?from=2026-01-05&to=2026-05-05&grain=total").json();
    (answer["rows"][0]["orders"].as_i64(), answer["definition"].as_str().unwrap().to_owned())
}

/// Asks until the answer is another one; the folder is looked at twice a second.
fn changed(server: &Server, before: &(Option<i64>, String)) -> (Option<i64>, String) {
    let started = Instant::now();
    while started.elapsed() < Duration::from_secs(30) {
        let now = orders(server);
        if now != *before {
            return now;
        }
        std::thread::park_timeout(Duration::from_millis(100));
    }
    panic!("the edit was not seen: {before:?}");
}

#[test]
fn one_file_makes_a_metric_everywhere() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "count(*)");
    let (queries, config) = (folder.path().to_str().unwrap(), world().join("gaugeglass.toml"));
    let ask = |arguments: &[&str]| {
        let output = run(&[arguments, &["--queries-folders", queries, "--config", config.to_str().unwrap()]].concat());
        assert_eq!(output.code, 0, "{arguments:?}: {}{}", output.out, output.err);
        output.out
    };
    assert!(ask(&["check"]).contains("all plan"));
    assert!(ask(&["metrics"]).contains("How many orders were placed?"));
    let total = ask(&["query", "--metric", "orders_placed", "--grain", "total", "--from", "2026-01-05", "--to", "2026-05-05", "--format", "csv"]);
    assert!(total.lines().nth(1).is_some_and(|row| row.split(',').nth(1).unwrap().parse::<i64>().unwrap() > 100), "{total}");
    assert!(ask(&["query", "select name from meta.metrics where name = 'orders_placed'", "--format", "csv"]).contains("orders_placed"));
    assert!(ask(&["query", "select market, sum(orders) as orders from metrics.orders_placed group by market", "--format", "csv"]).lines().count() > 1);

    let server = serve(&config, &["--queries-folders", queries], &[]);
    for (path, shown) in [("/m/orders_placed", "Orders placed"), ("/catalog", "orders_placed"), ("/", "/m/orders_placed")] {
        let answer = get(&server.http, path);
        assert!(answer.status == 200 && answer.text().contains(shown), "{path}");
    }
}

#[test]
fn an_edit_is_seen_without_a_restart_and_a_broken_one_takes_nothing_away() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "count(*)");
    let server = serve(&world().join("gaugeglass.toml"), &["--queries-folders", folder.path().to_str().unwrap()], &[]);
    let first = orders(&server);
    write(folder.path(), "2 * count(*)");
    let second = changed(&server, &first);
    assert_eq!(second.0, first.0.map(|count| 2 * count));
    assert_ne!(second.1, first.1, "another definition has another hash");

    write(folder.path(), "coutn(*)");
    write(folder.path(), "coutn(*) + 0");
    std::thread::park_timeout(Duration::from_secs(2));
    assert_eq!(orders(&server), second, "the last good definition keeps serving");
    write(folder.path(), "3 * count(*)");
    assert_eq!(changed(&server, &second).0, first.0.map(|count| 3 * count));
}
