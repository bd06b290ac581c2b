//! One number, whichever door it comes through: page, command line and Arrow Flight SQL.

use std::collections::BTreeSet;
use std::path::PathBuf;

use gaugeglass_metrics::{Grain, Metric, Registry};
use gaugeglass_tests::{Server, answer, assert_same, get, python, python_available, serve, world};
use serde_json::Value;

/// What a reader of JSON may change: the last bit of a fraction.
const LAST_BIT: f64 = f64::EPSILON;
/// The 28 days before the world's end, as a metric's view has them.
const RANGE: &str = "from=2026-04-07&to=2026-05-05T00:00:00Z";

fn config() -> PathBuf {
    world().join("gaugeglass.toml")
}

/// By day where that is offered, as in a metric's view.
fn grain(metric: &Metric) -> &'static str {
    if metric.grains.contains(&Grain::Day) { "day" } else { metric.grains[0].as_str() }
}

/// The answer of the page's own address as JSON.
fn page(server: &Server, name: &str, question: &str) -> Value {
    let found = get(&server.http, &format!("/m/{name}.json?{question}"));
    assert_eq!(found.status, 200, "{name}?{question}: {}", found.text());
    found.json()
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

#[test]
fn every_metric_has_the_same_figures_at_every_door() {
    let server = serve(&config(), &[], &[]);
    let flight = match python_available() {
        true => Some(walk(&server)),
        false => {
            eprintln!("not compared with Flight SQL: no python3");
            None
        }
    };
    let mut empty = Vec::new();
    for metric in Registry::embedded().metrics() {
        let dimensions = metric.dimensions.join(",");
        let by = if dimensions.is_empty() { String::new() } else { format!("&by={dimensions}") };
        let page = page(&server, &metric.name, &format!("grain={}&{RANGE}{by}", grain(metric)));
        let expected = settled(&page["rows"], metric);
        if expected.as_array().is_some_and(Vec::is_empty) {
            empty.push(metric.name.clone());
        }

        let mut arguments = vec!["query", "--metric", &metric.name, "--grain", grain(metric)];
        if !dimensions.is_empty() {
            arguments.extend(["--by", &dimensions]);
        }
        let command = answer(&config(), &arguments);
        for key in ["from", "to", "as_of", "watermark", "definition", "columns"] {
            assert_eq!(command[key], page[key], "{}: {key}", metric.name);
        }
        assert_same(&settled(&command["rows"], metric), &expected, LAST_BIT, &format!("{} on the command line", metric.name));
        if let Some(flight) = &flight {
            assert_same(
                &settled(&flight["metrics"][&metric.name], metric),
                &expected,
                LAST_BIT,
                &format!("{} over Flight SQL", metric.name),
            );
        }
    }
    // The smallest world dismisses no message and searches nothing twice in its last weeks, and no cohort of them is mature.
    assert_eq!(empty, ["dismiss_rate", "retention_30d", "search_twice_trigger"]);
}

fn walk(server: &Server) -> Value {
    let document = python("tests/clients/adbc_walk.py", &["--uri", &format!("grpc://{}", server.flight)]);
    serde_json::from_str(&document).unwrap()
}

#[test]
fn a_python_client_finds_every_relation_and_binds_parameters() {
    if !python_available() {
        eprintln!("skipped: no python3");
        return;
    }
    let server = serve(&config(), &[], &[]);
    let document = walk(&server);
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
    let server = serve(&config(), &[], &[]);
    let registry = Registry::embedded();
    let additive: Vec<_> = registry.metrics().filter(|metric| !metric.additive.is_empty()).collect();
    assert!(!additive.is_empty());
    for metric in additive {
        let total = page(&server, &metric.name, &format!("grain=total&{RANGE}"));
        let by_dimension = metric.dimensions.iter().map(|name| format!("grain=total&{RANGE}&by={name}"));
        let by_time = (grain(metric) != "total").then(|| format!("grain={}&{RANGE}", grain(metric)));
        for question in by_dimension.chain(by_time) {
            let slices = page(&server, &metric.name, &question);
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
