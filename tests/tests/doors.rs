//! One number, whichever door it comes through: page, file, command line, Arrow Flight SQL and report.

#[path = "doors/comma_separated.rs"]
mod comma_separated;
#[path = "doors/report.rs"]
mod report;

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::LazyLock;

use gaugeglass_metrics::{Grain, Metric, Registry};
use gaugeglass_tests::{Server, answer, assert_same, escaped, get, python, python_available, serve, world};
use serde_json::Value;

use comma_separated::assert_same_file;

/// What a reader of JSON may change: the last bit of a fraction.
const LAST_BIT: f64 = f64::EPSILON;
/// The 28 days before the world's end, as a metric's view has them.
const RANGE: &str = "from=2026-04-07&to=2026-05-05T00:00:00Z";
/// What an answer says of itself, in whatever form.
const STAMP: [&str; 8] = ["from", "to", "as_of", "watermark", "definition", "filters", "holes", "columns"];

static SERVER: LazyLock<Server> = LazyLock::new(|| serve(&config(), &[], &[]));

fn config() -> PathBuf {
    world().join("gaugeglass.toml")
}

/// By day where that is offered, as in a metric's view.
fn grain(metric: &Metric) -> &'static str {
    if metric.grains.contains(&Grain::Day) { "day" } else { metric.grains[0].as_str() }
}

/// What a metric's view asks.
fn question(metric: &Metric) -> String {
    let dimensions = metric.dimensions.join(",");
    let by = if dimensions.is_empty() { String::new() } else { format!("&by={dimensions}") };
    format!("grain={}&{RANGE}{by}", grain(metric))
}

/// The answer of the page's own address as JSON.
fn page(name: &str, question: &str) -> Value {
    let found = get(&SERVER.http, &format!("/m/{name}.json?{question}"));
    assert_eq!(found.status, 200, "{name}?{question}: {}", found.text());
    found.json()
}

/// A dimension and the value of it that most rows have.
fn filter(metric: &Metric, rows: &Value) -> Option<(String, String)> {
    let dimension = metric.dimensions.first()?;
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for row in rows.as_array()? {
        *counts.entry(row[dimension.as_str()].as_str()?).or_default() += 1;
    }
    let (value, _) = counts.into_iter().max_by_key(|(_, count)| *count)?;
    Some((dimension.clone(), value.to_owned()))
}

/// Rows in an order of their own, values as one door writes them.
fn settled(rows: &Value, metric: &Metric) -> Value {
    let mut rows: Vec<Value> = rows
        .as_array()
        .unwrap()
        .iter()
        .map(|row| Value::Object(row.as_object().unwrap().iter().map(|(name, value)| (name.clone(), plain(value))).collect()))
        .collect();
    let place = |row: &Value| {
        ["bucket"].into_iter().chain(metric.dimensions.iter().map(String::as_str)).map(|name| row[name].to_string()).collect::<Vec<_>>()
    };
    rows.sort_by_key(place);
    Value::Array(rows)
}

/// Instants without closing zeros; no infinity, which JSON has not.
fn plain(value: &Value) -> Value {
    match value.as_str() {
        Some("Infinity" | "-Infinity") => Value::Null,
        Some(text) => match text.strip_suffix('Z').and_then(|text| text.split_once('.')) {
            Some((seconds, fraction)) if seconds.contains('T') => {
                Value::from(format!("{seconds}.{}Z", fraction.trim_end_matches('0')).replace(".Z", "Z"))
            }
            _ => value.clone(),
        },
        None => value.clone(),
    }
}

/// The rows of a slice.
fn slice(rows: &Value, (dimension, value): &(String, String)) -> Value {
    rows.as_array().unwrap().iter().filter(|row| row[dimension.as_str()] == value.as_str()).cloned().collect()
}

#[test]
fn every_metric_has_the_same_figures_at_every_door() {
    let registry = Registry::embedded();
    let filtered = |metric: &Metric| Some((metric.name.clone(), filter(metric, &page(&metric.name, &question(metric))["rows"])?));
    let filters: BTreeMap<String, (String, String)> = registry.metrics().filter_map(|metric| filtered(metric)).collect();
    assert!(filters.len() > 60, "{filters:?}");
    let flight = match python_available() {
        true => Some(walk(&filters)),
        false => {
            eprintln!("not compared with Flight SQL: no python3");
            None
        }
    };
    let over_flight = |part: &str, metric: &Metric| flight.as_ref().map(|flight| settled(&flight[part][&metric.name], metric));
    let mut empty = Vec::new();
    for metric in registry.metrics() {
        let (name, question) = (&metric.name, question(metric));
        let whole = page(name, &question);
        let expected = settled(&whole["rows"], metric);
        if expected.as_array().is_some_and(Vec::is_empty) {
            empty.push(name.clone());
        }
        assert_same_file(name, &question, &whole);
        if let Some(rows) = over_flight("metrics", metric) {
            assert_same(&rows, &expected, LAST_BIT, &format!("{name} over Flight SQL"));
        }
        let Some(filter) = filters.get(name) else {
            assert_same_command(metric, None, &whole);
            continue;
        };
        let question = format!("{question}&f.{}={}", filter.0, escaped(&filter.1));
        let part = page(name, &question);
        assert_same(&settled(&part["rows"], metric), &slice(&expected, filter), LAST_BIT, &format!("{name} of {filter:?} on its page"));
        assert_same_file(name, &question, &part);
        if let Some(rows) = over_flight("filtered", metric) {
            assert_same(&rows, &slice(&expected, filter), LAST_BIT, &format!("{name} of {filter:?} over Flight SQL"));
        }
        assert_same_command(metric, Some(filter), &part);
    }
    // The smallest world dismisses no message and searches nothing twice in its last weeks, and no cohort of them is mature.
    assert_eq!(empty, ["dismiss_rate", "retention_30d", "search_twice_trigger"]);
}

/// The same from the command line, which is asked once a metric: with a filter, where there is one.
fn assert_same_command(metric: &Metric, filter: Option<&(String, String)>, page: &Value) {
    let (dimensions, filter) = (metric.dimensions.join(","), filter.map(|(dimension, value)| format!("{dimension}={value}")));
    let mut arguments = vec!["query", "--metric", &metric.name, "--grain", grain(metric)];
    if !dimensions.is_empty() {
        arguments.extend(["--by", &dimensions]);
    }
    if let Some(filter) = &filter {
        arguments.extend(["--filter", filter]);
    }
    let command = answer(&config(), &arguments);
    for key in STAMP {
        assert_eq!(command[key], page[key], "{}: {key}", metric.name);
    }
    let what = format!("{} of {filter:?} on the command line", metric.name);
    assert_same(&settled(&command["rows"], metric), &settled(&page["rows"], metric), LAST_BIT, &what);
}

/// What a Python client sees, each metric whole and of a filter.
fn walk(filters: &BTreeMap<String, (String, String)>) -> Value {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("filters.json");
    std::fs::write(&file, serde_json::to_string(filters).unwrap()).unwrap();
    let uri = format!("grpc://{}", SERVER.flight);
    let document = python("tests/clients/adbc_walk.py", &["--uri", &uri, "--filters", file.to_str().unwrap()]);
    serde_json::from_str(&document).unwrap()
}

#[test]
fn a_python_client_finds_every_relation_and_binds_parameters() {
    if !python_available() {
        eprintln!("skipped: no python3");
        return;
    }
    let document = walk(&BTreeMap::new());
    let tables = document["tables"].as_object().unwrap();
    let schemas: BTreeSet<&str> = tables.keys().map(|name| name.split('.').next().unwrap()).collect();
    assert!(schemas.is_superset(&BTreeSet::from(["logs", "model", "metrics", "readiness", "meta"])), "{schemas:?}");
    assert!(tables.values().all(|columns| columns.as_object().is_some_and(|columns| !columns.is_empty())));
    let registry = Registry::embedded();
    let expected = registry
        .metrics()
        .map(|metric| format!("metrics.{}", metric.name))
        .chain(registry.models().iter().map(|model| format!("model.{}", model.name)));
    let missing: Vec<String> = expected.filter(|name| !tables.contains_key(name)).collect();
    assert!(missing.is_empty(), "{missing:?}");
    let prepared = &document["prepared"];
    assert_eq!((&prepared["null"]["a"], &prepared["null"]["b"]), (&Value::Null, &Value::from("x")));
    let many: Vec<i64> = prepared["many"].as_object().unwrap().values().map(|value| value.as_i64().unwrap()).collect();
    assert!(many.len() >= 10 && many.iter().collect::<BTreeSet<_>>().len() == many.len(), "{many:?}");
}

#[test]
fn additive_measures_of_slices_sum_to_the_total() {
    let registry = Registry::embedded();
    let additive: Vec<_> = registry.metrics().filter(|metric| !metric.additive.is_empty()).collect();
    assert!(!additive.is_empty());
    for metric in additive {
        let total = page(&metric.name, &format!("grain=total&{RANGE}"));
        let by_dimension = metric.dimensions.iter().map(|name| format!("grain=total&{RANGE}&by={name}"));
        let by_time = (grain(metric) != "total").then(|| format!("grain={}&{RANGE}", grain(metric)));
        for question in by_dimension.chain(by_time) {
            let slices = page(&metric.name, &question);
            for measure in &metric.additive {
                let (sum, whole) = (sum(&slices, measure), sum(&total, measure));
                assert!((sum - whole).abs() <= 1e-9 * whole.abs(), "{}?{question}: {measure} sums to {sum}, not {whole}", metric.name);
            }
        }
    }
}

fn sum(answer: &Value, measure: &str) -> f64 {
    answer["rows"].as_array().unwrap().iter().filter_map(|row| row[measure].as_f64()).sum()
}
