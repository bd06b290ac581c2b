//! A broken file of definitions is told at its place by `check`, and every other one works.

use std::path::Path;

use gaugeglass_metrics::Registry;
use gaugeglass_tests::{answer, rows, run, world, write_config};

use super::reports::{Case, assert_told};

/// A metric without a mistake, line by line.
const GOOD: &str = "/* ---
title: First orders
question: What share of orders come from new customers?
description: Orders that are the first of their person, over all orders.
owner: growth
unit: ratio
direction: neutral
time: placed_time
dimensions: [channel]
measures: [share, first_orders]
additive: [first_orders, n]
--- */
select
  avg(cast(is_first_order as double)) as share,
  sum(cast(is_first_order as bigint)) as first_orders,
  count(*) as n
from model.orders
where placed_time >= $from
  and placed_time < $to
";

/// Definitions with one mistake each.
pub const CASES: &[Case] = &[
    ("customer/yaml", "title: First", "title: [First", "2:8", "front matter: ", "[", ""),
    ("customer/unknown_key", "measures:", "mesures:", "10:1", "unknown key `mesures`", "mesures", "did you mean `measures`?"),
    ("customer/no_measures", "measures: [share, first_orders]\n", "", "1:1", "missing key `measures`", "/", "add `measures:`"),
    ("customer/syntax", "from model", "form model", "17:1", "SQL: Expected: end of statement, found: form", "form", ""),
    (
        "customer/column",
        "is_first_order as double",
        "is_first_ordr as double",
        "14:12",
        "no column named `is_first_ordr`",
        "is_first_ordr",
        "did you mean `is_first_order`?",
    ),
    (
        "customer/relation",
        "model.orders",
        "model.order",
        "17:6",
        "no relation `model.order`",
        "model.order",
        "did you mean `model.orders`?",
    ),
    ("customer/log", "model.orders", "logs.ordrs", "17:6", "no relation `logs.ordrs`", "logs.ordrs", "did you mean `logs.orders`?"),
    (
        "customer/no_schema",
        "model.orders",
        "orders",
        "17:6",
        "relation `orders` names no schema",
        "orders",
        "write logs.orders or model.orders",
    ),
    (
        "customer/results",
        "model.orders",
        "metrics.aov",
        "17:6",
        "`metrics` is not a schema this file may read",
        "metrics.aov",
        "put what is shared into a model",
    ),
    ("customer/placeholder", "< $to", "< $til", "19:21", "unknown parameter `$til`", "$til", "$to"),
    ("customer/function", "avg(", "avgg(", "14:3", "Invalid function 'avgg'", "avgg", "did you mean `avg`?"),
    (
        "customer/writes",
        "select\n  avg",
        "delete from model.orders; select\n  avg",
        "13:27",
        "more than one statement",
        "select",
        "one SELECT",
    ),
    ("customer/grouped", "< $to\n", "< $to\ngroup by channel\n", "20:10", "the outermost SELECT groups", "channel", "leave GROUP BY out"),
    ("customer/no_n", ",\n  count(*) as n", "", "13:1", "the SELECT has no column `n`", "select", "add `count(*) as n`"),
    (
        "customer/no_such_measure",
        "as first_orders",
        "as firsts",
        "10:19",
        "the SELECT has no column `first_orders`",
        "first_orders",
        "did you mean `firsts`?",
    ),
    ("customer/grain", "unit: ratio", "grains: [dayly]\nunit: ratio", "6:10", "unknown grain `dayly`", "dayly", "did you mean `day`?"),
    ("customer/unit", "unit: ratio", "unit: rato", "6:7", "unknown unit `rato`", "rato", "did you mean `ratio`?"),
    ("customer/target", "unit: ratio", "target: high\nunit: ratio", "6:9", "not a valid number", "high", ""),
    (
        "customer/dimension",
        "dimensions: [channel]",
        "dimensions: [chanel]",
        "9:14",
        "no column named `chanel`",
        "chanel",
        "did you mean `channel`?",
    ),
    (
        "customer/time",
        "time: placed_time",
        "time: placed_at",
        "8:7",
        "no column named `placed_at`",
        "placed_at",
        "did you mean `placed_time`?",
    ),
    (
        "customer/reserved",
        "dimensions: [channel]",
        "dimensions: [grade]",
        "9:14",
        "`grade` is a column of every metric",
        "grade",
        "choose another name",
    ),
    ("customer/open", "--- */", "---", "1:1", "the front matter is not closed", "/", "end it with a line"),
    ("customer/bare", GOOD, "select 1\n", "1:1", "the file has no front matter", "select", "begin the file with"),
    ("customer/nothing", GOOD, "", "1:1", "the file has no front matter", "", "begin the file with"),
    ("customer/Upper-Case", "", "", "1:1", "`Upper-Case` cannot be a name", "/", "lower case"),
    ("operational/aov", "", "", "1:1", "metric `aov` is defined in queries/customer/aov.sql already", "/", "rename one of the two"),
    ("finance/astray", "", "", "1:1", "no kind of definition lies in `finance/`", "/", "known: customer"),
    ("customer/no_question", "question: What share of orders come from new customers?\n", "", "1:1", "missing key `question`", "/", ""),
    ("customer/title_twice", "owner: growth", "title: Again\nowner: growth", "5:1", "key `title` is given twice", "title", "keep one"),
    (
        "customer/direction",
        "direction: neutral",
        "direction: sideways",
        "7:12",
        "unknown direction `sideways`",
        "sideways",
        "known: up_is_good",
    ),
    ("customer/grade", "unit: ratio", "unit: ratio\ngrade: E9", "7:8", "unknown grade `E9`", "E9", "known: E0"),
    (
        "customer/matures",
        "unit: ratio",
        "unit: ratio\nmatures: placed_time + a week",
        "7:10",
        "`a week` is not a duration",
        "placed_time",
        "displayed_at + 7d",
    ),
    ("customer/chart", "unit: ratio", "unit: ratio\nchart: lines", "7:8", "unknown chart `lines`", "lines", "did you mean `line`?"),
    (
        "customer/thresholds",
        "unit: ratio",
        "unit: ratio\nthresholds: {god: 1, poor: 2}",
        "7:14",
        "unknown key `god`",
        "god",
        "did you mean `good`?",
    ),
    (
        "customer/additive",
        "additive: [first_orders, n]",
        "additive: [first_order, n]",
        "11:12",
        "unknown measure `first_order`",
        "first_order",
        "did you mean `first_orders`?",
    ),
    (
        "customer/objective",
        "unit: ratio",
        "unit: ratio\nslo: {objective: 99, window: 30d, good: first_orders, valid: n}",
        "7:18",
        "an objective lies between 0 and 1",
        "99",
        "0.99",
    ),
    (
        "customer/promise",
        "unit: ratio",
        "unit: ratio\nslo: {objectiv: 0.99, window: 30d, good: first_orders, valid: n}",
        "7:7",
        "unknown key `objectiv`",
        "objectiv",
        "did you mean `objective`?",
    ),
    (
        "customer/parameter",
        "unit: ratio",
        "unit: ratio\nparameters:\n  wait: {type: durations, default: 60m}",
        "8:16",
        "unknown parameter type `durations`",
        "durations",
        "did you mean `duration`?",
    ),
    ("customer/bounds", "count(*) as n", "count(*) as n, 0.1 as lo", "16:25", "`lo` without `hi`", "lo", "both bounds"),
    (
        "customer/unnamed",
        "count(*) as n",
        "count(*), count(*) as n",
        "16:3",
        "column `count(*)` has no name of its own",
        "count",
        "as name",
    ),
    ("customer/text", "from model.orders", "from 'model.orders", "17:6", "SQL: Unterminated string literal", "'", ""),
    (
        "customer/schema",
        "model.orders",
        "modl.orders",
        "17:6",
        "`modl` is not a schema this file may read",
        "modl.orders",
        "did you mean `model`?",
    ),
];

fn write(folder: &Path, file: &str, text: &[u8]) {
    let path = folder.join(format!("{file}.sql"));
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, text).unwrap();
}

/// A folder with every mistake and one good metric.
fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (file, from, to, ..) in CASES {
        assert!(GOOD.contains(from), "{file}");
        write(folder.path(), file, GOOD.replacen(from, to, 1).as_bytes());
    }
    write(
        folder.path(),
        "customer/bytes",
        &GOOD.as_bytes().iter().map(|byte| if *byte == b'?' { 0xFF } else { *byte }).collect::<Vec<u8>>(),
    );
    write(folder.path(), "customer/good", GOOD.as_bytes());
    folder
}

#[test]
fn every_mistake_is_told_at_its_place_with_a_remedy() {
    let folder = folder();
    let queries = folder.path().to_str().unwrap();
    let output = run(&["check", "--queries-folders", queries, "--config", world().join("gaugeglass.toml").to_str().unwrap()]);
    assert_eq!(output.code, 1, "{}", output.err);
    for case in CASES {
        assert_told(&output.out, &format!("{queries}/{}.sql", case.0), case);
    }
    assert!(output.out.contains("/bytes.sql:1:1: cannot be read") && output.out.contains("save the file as UTF-8"), "{}", output.out);
    assert!(!output.out.contains("/good.sql"), "{}", output.out);
}

#[test]
fn every_other_metric_works() {
    let folder = folder();
    let scratch = tempfile::tempdir().unwrap();
    let text = std::fs::read_to_string(world().join("gaugeglass.toml")).unwrap();
    let lake = format!("url = \"file:{}\"", world().join("logs").display());
    let config = format!("{}\n[queries]\nfolders = \"{}\"\n", text.replace("url = \"file:logs\"", &lake), folder.path().display());
    let config = write_config(scratch.path(), &config);
    let mut expected: Vec<String> = Registry::embedded().metrics().map(|metric| metric.name.clone()).chain(["good".to_owned()]).collect();
    expected.sort();
    let listed = rows(&config, "select name from meta.metrics order by name");
    let listed: Vec<&str> = listed.as_array().unwrap().iter().map(|row| row["name"].as_str().unwrap()).collect();
    assert_eq!(listed, expected);
    let found = answer(&config, &["query", "--metric", "good", "--grain", "total", "--from", "2026-01-05", "--to", "2026-05-05"]);
    assert!(found["rows"][0]["n"].as_i64().unwrap() > 100, "{found}");
}
