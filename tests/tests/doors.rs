//! One number, one value: pages, command line and Flight SQL give the same figures for every metric.

use std::sync::Arc;

use gaugeglass_metrics::{Grain, Metric, Registry};
use gaugeglass_tests::{get, python, python_available, run, serve, world};
use serde_json::Value;

const RANGE: &str = "from=2026-01-05T00:00:00Z&to=2026-05-05T00:00:00Z";

fn metrics() -> Vec<Arc<Metric>> {
    let metrics: Vec<Arc<Metric>> = Registry::embedded().metrics().cloned().collect();
    assert!(metrics.len() >= 12, "{}", metrics.len());
    metrics
}

fn rows(answer: &Value) -> Vec<Value> {
    answer["rows"].as_array().unwrap_or_else(|| panic!("no rows in {answer}")).clone()
}

#[test]
fn the_page_and_the_command_line_agree_on_every_metric() {
    let config = world().join("gaugeglass.toml");
    let server = serve(&config, &[], &[]);
    for metric in metrics() {
        let page = get(&server.http, &format!("/m/{}.json?{RANGE}&grain=total", metric.name)).json();
        let arguments = ["query", "--metric", &metric.name, "--from", "2026-01-05T00:00:00Z", "--to", "2026-05-05T00:00:00Z", "--grain", "total", "--format", "json", "--config"];
        let output = run(&[&arguments[..], &[config.to_str().unwrap()]].concat());
        assert_eq!(output.code, 0, "{}: {}", metric.name, output.err);
        let command: Value = serde_json::from_str(&output.out).unwrap();
        assert_eq!(rows(&page), rows(&command), "{}", metric.name);
        assert_eq!(page["definition"], metric.definition.as_str(), "{}", metric.name);
    }
}

#[test]
fn flight_sql_gives_the_figures_of_the_pages() {
    if !python_available() {
        eprintln!("skipped: there is no python3 on this machine, so no Flight SQL client");
        return;
    }
    let server = serve(&world().join("gaugeglass.toml"), &[], &[]);
    let walked: Value = serde_json::from_str(&python("tests/clients/adbc_walk.py", &["--uri", &format!("grpc://{}", server.flight)])).unwrap();
    for metric in metrics() {
        let grain = if metric.grains.contains(&Grain::Day) { Grain::Day } else { Grain::Total };
        let by: String = metric.dimensions.iter().map(|name| format!("&by={name}")).collect();
        let page = get(&server.http, &format!("/m/{}.json?grain={grain}{by}", metric.name)).json();
        let sent = walked["metrics"][&metric.name].as_array().unwrap_or_else(|| panic!("{} was not walked", metric.name));
        assert_eq!(canonical(&rows(&page)), canonical(sent), "{}", metric.name);
    }
}

/// Rows in an order of their own, infinity as the null that JSON has for it.
fn canonical(rows: &[Value]) -> Vec<String> {
    let mut texts: Vec<String> = rows.iter().map(|row| without_infinity(row.clone()).to_string()).collect();
    texts.sort();
    texts
}

fn without_infinity(mut row: Value) -> Value {
    for (_, value) in row.as_object_mut().unwrap() {
        if value == "Infinity" || value == "-Infinity" {
            *value = Value::Null;
        }
    }
    row
}

#[test]
fn additive_measures_of_slices_sum_to_the_total() {
    let server = serve(&world().join("gaugeglass.toml"), &[], &[]);
    let ask = |metric: &Metric, slice: &str| rows(&get(&server.http, &format!("/m/{}.json?{RANGE}&{slice}", metric.name)).json());
    let mut compared = 0;
    for metric in metrics().iter().filter(|metric| metric.grains.contains(&Grain::Day)) {
        let total = ask(metric, "grain=total");
        let slices = ["grain=day".to_owned()].into_iter().chain(metric.dimensions.iter().map(|name| format!("grain=total&by={name}")));
        for (slice, measure) in slices.flat_map(|slice| metric.additive.iter().map(move |measure| (slice.clone(), measure))) {
            let sum: f64 = ask(metric, &slice).iter().filter_map(|row| row[measure].as_f64()).sum();
            let whole = total.first().and_then(|row| row[measure].as_f64()).unwrap_or(0.0);
            assert!((sum - whole).abs() <= 1e-9 * whole.abs().max(1.0), "{} {measure} by {slice}: {sum} of {whole}", metric.name);
            compared += 1;
        }
    }
    assert!(compared > 0, "no metric declares an additive measure");
}
