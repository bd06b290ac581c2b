//! A wrong statement is the caller's to correct, at every door; the server goes on.

use gaugeglass_tests::{escaped, get, run, serve, world};

/// A statement, the place in it, and words of the message and the remedy.
type Case = (String, Option<(u64, u64)>, &'static [&'static str]);

fn cases() -> Vec<Case> {
    let case = |sql: &str, place: Option<(u64, u64)>, words: &'static [&'static str]| (sql.to_owned(), place, words);
    vec![
        case("select\n  evnt_id\nfrom logs.events", Some((2, 3)), &["no column named `evnt_id`", "did you mean `event_id`?"]),
        case("select event_id, id from logs.events", Some((1, 18)), &["no column named `id`"]),
        case("select 1\nfrom logs.evens", Some((2, 6)), &["no relation `logs.evens`", "did you mean `logs.events`?"]),
        case("selct 1", Some((1, 1)), &["found: selct"]),
        case("select 'open", Some((1, 8)), &["Unterminated string literal"]),
        case("select avgg(1)", Some((1, 8)), &["Invalid function 'avgg'", "did you mean `avg`?"]),
        case("select count(*) form logs.events", Some((1, 22)), &["end of statement"]),
        case("create table t as select 1", None, &["CREATE is not allowed", "only reads"]),
        case("create external table t stored as parquet location '/etc'", None, &["CREATE is not allowed"]),
        case("drop table logs.events", None, &["DROP is not allowed"]),
        case("insert into logs.events select * from logs.events", None, &["INSERT is not allowed"]),
        case("update logs.events set event_id = 'x'", None, &["UPDATE is not allowed"]),
        case("delete from logs.events", None, &["DELETE is not allowed"]),
        case("with x as (delete from logs.events) select 1", None, &["DELETE is not allowed"]),
        case("select * into t from logs.events", None, &["SELECT INTO is not allowed"]),
        case("copy (select 1) to 'x.csv'", None, &["COPY is not allowed"]),
        case("set datafusion.execution.batch_size = 1", None, &["SET is not allowed"]),
        case("explain analyze select 1", None, &["EXPLAIN ANALYZE is not allowed"]),
        case("select 1; select 2", None, &["one statement at a time"]),
        case("  -- nothing\n", None, &["the statement is empty", "select * from meta.metrics"]),
        case("select count(*) / 0 from logs.orders", None, &["division by zero"]),
        case("select cast('abc' as int)", None, &["Cannot cast string 'abc'"]),
        case("select * from logs.orders where order_id = $order", None, &["$order", "value"]),
        case("select * from metric('aovv')", None, &["no metric named", "aovv", "aov"]),
        case("select * from metric('aov', 'yesterday')", None, &["`yesterday` is not a time", "2026-03-01"]),
        case("select * from metric('aov', null, null, 'dayly')", None, &["unknown grain `dayly`"]),
        (format!("select {}1{}", "(".repeat(300), ")".repeat(300)), None, &["64 levels of nesting", "WITH"]),
        (format!("select {}", vec!["1"; 5_000].join("+")), None, &["1000 operators"]),
        (format!("select {}", vec!["1"; 1_500].join(" union all select ")), None, &["1000 operators"]),
        (format!("select 1 from {}", vec!["(select 1) as t"; 600].join(", ")), None, &["256 relations"]),
        (doubled(40), None, &["256 relations"]),
        (format!("select '{}'", "x".repeat(40_000)), None, &["40000 bytes of SQL", "limits.sql_bytes_max"]),
    ]
}

/// A few lines that stand for 2⁴⁰ rows.
fn doubled(times: usize) -> String {
    let steps: Vec<String> = (1..=times).map(|at| format!("t{at} as (select 1 from t{0}, t{0})", at - 1)).collect();
    format!("with t0 as (select 1), {} select count(*) from t{times}", steps.join(", "))
}

const LIMIT: [&str; 2] = ["--limits-sql-bytes-max", "40000"];

#[test]
fn over_http_it_is_a_4xx_with_the_place_and_the_server_lives() {
    let server = serve(&world().join("gaugeglass.toml"), &LIMIT, &[]);
    for (sql, place, words) in cases() {
        let start: String = sql.chars().take(60).collect();
        let answer = get(&server.http, &format!("/sql.json?q={}", escaped(&sql)));
        assert!((400..500).contains(&answer.status), "{start}: {} {}", answer.status, answer.text());
        let problem = answer.json();
        let told = format!("{} {}", problem["detail"].as_str().unwrap(), problem["help"].as_str().unwrap_or_default());
        words.iter().for_each(|word| assert!(told.to_lowercase().contains(&word.to_lowercase()), "{start}: {word}: {told}"));
        let found = problem["line"].as_u64().zip(problem["column"].as_u64());
        assert!(place.is_none() || found == place, "{start}: {found:?}");
        let page = get(&server.http, &format!("/sql?q={}", escaped(&sql)));
        // The page without a statement waits for one.
        assert!(page.status == answer.status || sql.trim_start().starts_with("--"), "{start}: {}", page.status);
    }
    assert_eq!(get(&server.http, "/healthz").status, 200);
    assert_eq!(get(&server.http, "/sql.json?q=select%201%20as%20one").json()["rows"][0]["one"], 1);
}

#[test]
fn on_the_command_line_it_ends_with_one_and_says_so_on_standard_error() {
    let config = world().join("gaugeglass.toml");
    for (sql, place, words) in cases() {
        let start: String = sql.chars().take(60).collect();
        let output = run(&[&["query", sql.as_str(), "--config", config.to_str().unwrap()], &LIMIT[..]].concat());
        assert_eq!((output.code, output.out.as_str()), (1, ""), "{start}: {}", output.err);
        words.iter().for_each(|word| assert!(output.err.contains(word), "{start}: {word}: {}", output.err));
        if let Some((line, column)) = place {
            assert!(output.err.contains(&format!("(line {line}, column {column})")), "{start}: {}", output.err);
        }
    }
    assert!(!std::path::Path::new("x.csv").exists());
}
