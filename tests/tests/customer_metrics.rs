//! The metrics of customers against figures worked out by hand: `customer_metrics/world.txt` says who does what, what
//! each metric must say of it, and why.

use std::collections::{BTreeMap, BTreeSet};

use gaugeglass_metrics::Registry;
use gaugeglass_tests::{Server, get, serve, write_config};
use serde_json::{Value, json};

const WORLD: &str = include_str!("customer_metrics/world.txt");

/// What a metric must say: its name, what is asked, and the figures by column.
struct Reading {
    metric: &'static str,
    query: &'static str,
    figures: Vec<(&'static str, Option<f64>)>,
}

/// The words of each line, with its number; comments are left out.
fn lines() -> impl Iterator<Item = (usize, Vec<&'static str>)> {
    let is_said = |(_, line): &(usize, &str)| !line.is_empty() && !line.starts_with('#');
    WORLD.lines().zip(1..).map(|(line, number)| (number, line)).filter(is_said).map(|(number, line)| (number, line.split(' ').collect()))
}

fn readings() -> Vec<Reading> {
    let reading = |words: Vec<&'static str>| {
        let figures = words[3..].iter().copied().map(figure).collect();
        Reading { metric: words[1], query: words[2], figures }
    };
    lines().filter(|(_, words)| words[0] == "expect").map(|(_, words)| reading(words)).collect()
}

/// `share=2/5`, `n=5` or `share=null`.
fn figure(word: &'static str) -> (&'static str, Option<f64>) {
    let (column, written) = word.split_once('=').unwrap_or_else(|| panic!("{word}"));
    let number = |text: &str| text.parse::<f64>().unwrap_or_else(|_| panic!("{word}"));
    let value = match (written, written.split_once('/')) {
        ("null", _) => None,
        (_, Some((part, whole))) => Some(number(part) / number(whole)),
        (_, None) => Some(number(written)),
    };
    (column, value)
}

/// The metrics that are read.
fn metrics() -> BTreeSet<&'static str> {
    readings().iter().map(|reading| reading.metric).collect()
}

/// What a fact's line leaves out.
fn defaults(log: &str) -> Value {
    match log {
        "events" => json!({"source": "/shop", "channel": "web", "country": "DE"}),
        "orders" => json!({"source": "/oms", "type": "order_placed", "channel": "web", "currency": "EUR"}),
        "deliveries" => json!({"source": "/braze", "type": "delivery", "provider": "braze", "channel": "email"}),
        "exposures" => json!({"source": "/shop", "type": "experiment_viewed", "unit_type": "person"}),
        "decisions" => json!({
            "source": "/engine", "type": "decision", "environment": "prod", "channel": "web", "decision_kind": "rule",
            "default_action_id": "default", "is_fallback": false,
        }),
        _ => json!({}),
    }
}

/// The columns that hold the time of a fact.
fn times(log: &str) -> &'static [&'static str] {
    match log {
        "orders" => &["event_time", "ingest_time", "placed_time"],
        "decisions" => &["event_time", "ingest_time", "request_time", "decision_time", "rendered_time"],
        _ => &["event_time", "ingest_time"],
    }
}

/// A fact's line as a row of its log.
fn row(number: usize, words: &[&str]) -> Value {
    let (log, time) = (words[0], words[1]);
    let mut row = defaults(log);
    if time != "-" {
        row["event_id"] = format!("{log}-{number}").into();
        times(log).iter().for_each(|column| row[*column] = time.into());
    }
    for word in &words[2..] {
        let (column, value) = word.split_once('=').unwrap_or_else(|| panic!("line {number}: {word}"));
        // What is no JSON is text.
        row[column] = serde_json::from_str(value).unwrap_or_else(|_| value.into());
    }
    row
}

/// The facts by log, as lines of JSON.
fn logs() -> BTreeMap<&'static str, String> {
    let mut logs: BTreeMap<&str, String> = BTreeMap::new();
    for (number, words) in lines().filter(|(_, words)| words[0] != "expect") {
        *logs.entry(words[0]).or_default() += &format!("{}\n", row(number, &words));
    }
    logs
}

/// A served world; its folder goes when it does.
struct World {
    server: Server,
    _folder: tempfile::TempDir,
}

impl World {
    /// The world with those of its logs that are wanted.
    fn with(is_wanted: impl Fn(&str) -> bool) -> World {
        let folder = tempfile::tempdir().unwrap();
        let mut text = "as_of = \"2026-06-01T00:00:00Z\"\ntime_zone = \"UTC\"\n[stores.lake]\nurl = \"file:lake\"\n".to_owned();
        for (log, lines) in logs().into_iter().filter(|(log, _)| is_wanted(log)) {
            let place = folder.path().join("lake").join(log);
            std::fs::create_dir_all(&place).unwrap();
            std::fs::write(place.join("part.ndjson"), lines).unwrap();
            text += &format!("[logs.{log}]\nstore = \"lake\"\npath = \"{log}/\"\nformat = \"ndjson\"\n");
        }
        World { server: serve(&write_config(folder.path(), &text), &[], &[]), _folder: folder }
    }

    fn rows(&self, metric: &str, query: &str) -> Vec<Value> {
        let answer = get(&self.server.http, &format!("/m/{metric}.json?grain=total&{query}"));
        assert_eq!(answer.status, 200, "{metric}?{query}: {}", answer.text());
        answer.json()["rows"].as_array().unwrap().clone()
    }

    /// The one row of a metric that is not sliced.
    fn row(&self, metric: &str, query: &str) -> Value {
        let rows = self.rows(metric, query);
        assert_eq!(rows.len(), 1, "{metric}?{query}: {rows:?}");
        rows[0].clone()
    }
}

fn is_near(found: Option<f64>, expected: Option<f64>) -> bool {
    match (found, expected) {
        (Some(found), Some(expected)) => (found - expected).abs() <= 1e-9 * expected.abs().max(1.0),
        (found, expected) => found == expected,
    }
}

#[test]
fn figures_are_those_worked_out_by_hand() {
    let world = World::with(|_| true);
    let mut wrong = Vec::new();
    for Reading { metric, query, figures } in readings() {
        let row = world.row(metric, query);
        for (column, expected) in figures {
            let found = row.get(column).unwrap_or_else(|| panic!("{metric} has no column {column}")).as_f64();
            if !is_near(found, expected) {
                wrong.push(format!("{metric}?{query} {column}: {found:?}, worked out {expected:?}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_measure_is_worked_out() {
    let registry = Registry::embedded();
    let readings = readings();
    for name in metrics() {
        let figures = readings.iter().filter(|reading| reading.metric == name).flat_map(|reading| &reading.figures);
        let figured: BTreeSet<&str> = figures.filter(|(_, expected)| expected.is_some()).map(|(column, _)| *column).collect();
        for measure in &registry.metric(name).unwrap().measures {
            assert!(figured.contains(measure.as_str()), "{name}.{measure} is not worked out");
        }
    }
}

#[test]
fn additive_figures_of_slices_add_up_to_the_whole() {
    let (world, registry) = (World::with(|_| true), Registry::embedded());
    let query = "from=2026-01-05&to=2026-06-01";
    let sum = |rows: &[Value], column: &str| rows.iter().filter_map(|row| row[column].as_f64()).sum::<f64>();
    let mut compared = 0;
    for name in metrics() {
        let metric = registry.metric(name).unwrap();
        let whole = world.rows(name, query);
        for dimension in &metric.dimensions {
            let slices = world.rows(name, &format!("{query}&by={dimension}"));
            for column in &metric.additive {
                let sums = [&slices, &whole].map(|rows| Some(sum(rows.as_slice(), column.as_str())));
                assert!(is_near(sums[0], sums[1]), "{name}.{column} by {dimension}: {slices:?}");
                compared += 1;
            }
        }
    }
    assert!(compared > 30, "{compared}");
}

#[test]
fn nobody_gives_no_figure_and_what_is_not_logged_is_unknown() {
    let (all, unlogged) = (World::with(|_| true), World::with(|log| log == "consents"));
    let registry = Registry::embedded();
    for name in metrics() {
        let headline = &registry.metric(name).unwrap().measures[0];
        let before = all.row(name, "from=2025-01-01&to=2025-02-01");
        assert!(before[headline].is_null() && before["n"] == 0, "{name}: {before}");
        let unknown = unlogged.row(name, "from=2026-01-05&to=2026-06-01");
        assert!(unknown[headline].is_null() && unknown["maturity"] == "unknown", "{name}: {unknown}");
    }
}
