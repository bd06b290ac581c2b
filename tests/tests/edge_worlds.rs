//! Worlds of nothing and of next to nothing: every metric, table and check answers, and says what it cannot know.

use std::path::Path;

use gaugeglass_logs::{Column, ColumnType, Need, Rule, logs};
use gaugeglass_metrics::{Metric, Registry, Unit};
use gaugeglass_tests::{Server, get, rows_over_http, serve, write_config};
use serde_json::{Map, Value, json};

const AS_OF: &str = "2026-05-05T00:00:00Z";
const TIME: &str = "2026-04-20T10:00:00Z";
const RANGE: &str = "from=2026-04-01T00:00:00Z&to=2026-05-05T00:00:00Z";

/// What every log of a world holds.
#[derive(Clone, Copy, Debug, PartialEq)]
enum World {
    /// A file without a row.
    Empty,
    /// One row, every column filled.
    Full,
    /// One row, only what is required.
    Bare,
    /// Three rows, in a currency that no rate leads from.
    UnknownCurrency,
}

impl World {
    const ALL: [World; 4] = [World::Empty, World::Full, World::Bare, World::UnknownCurrency];

    fn rows(self, columns: &[Column]) -> Vec<Value> {
        match self {
            World::Empty => vec![],
            World::Full => vec![row(columns, 0, "USD")],
            World::Bare => {
                let required: Vec<Column> = columns.iter().filter(|column| column.need == Need::Required).cloned().collect();
                vec![row(&required, 0, "USD")]
            }
            World::UnknownCurrency => (0..3).map(|number| row(columns, number, "XXX")).collect(),
        }
    }

    fn serve(self, folder: &Path) -> Server {
        let mut config = format!("as_of = \"{AS_OF}\"\n[cache]\nurl = \"file:cache\"\n[stores.lake]\nurl = \"file:lake\"\n");
        for log in logs() {
            let place = folder.join("lake").join(log.name);
            std::fs::create_dir_all(&place).unwrap();
            let lines: Vec<String> = self.rows(&log.columns).iter().map(|row| format!("{row}\n")).collect();
            std::fs::write(place.join("part.ndjson"), lines.concat()).unwrap();
            config += &format!("[logs.{0}]\nstore = \"lake\"\npath = \"{0}/\"\nformat = \"ndjson\"\n", log.name);
        }
        serve(&write_config(folder, &config), &[], &[])
    }
}

fn row(columns: &[Column], number: usize, currency: &str) -> Value {
    let filled = columns.iter().map(|column| (column.name.to_owned(), value(column, number, currency)));
    Value::Object(filled.collect::<Map<_, _>>())
}

fn value(column: &Column, number: usize, currency: &str) -> Value {
    if column.name == "currency" {
        return json!(currency);
    }
    match column.kind {
        ColumnType::Label => json!(label(column)),
        ColumnType::Id | ColumnType::Text => json!(format!("{}-{number}", column.name)),
        ColumnType::Instant => json!(TIME),
        ColumnType::Date => json!("2026-04-20"),
        ColumnType::Flag => json!(false),
        ColumnType::Int16 | ColumnType::Int32 | ColumnType::Int64 => json!(1),
        ColumnType::Money | ColumnType::Float32 | ColumnType::Float64 => json!(0.5),
        ColumnType::TextList => json!(["web"]),
        ColumnType::Attributes => json!({"key": "value"}),
        ColumnType::Items => json!([{"product_id": "p", "quantity": 1, "price": 2.5}]),
        ColumnType::Identifiers => json!([{"id_type": "user_id", "id_hash": "u-0"}]),
        ColumnType::Candidates => json!([{"action_id": "a", "score": 0.5, "propensity": 0.5, "eligible": true}]),
        ColumnType::Arms => {
            json!([{"variant_id": "control", "weight": 0.5, "is_control": true}, {"variant_id": "variant_id-0", "weight": 0.5, "is_control": false}])
        }
    }
}

/// A label that the contract knows, or one of the column's own.
fn label(column: &Column) -> String {
    let known = match column.rule {
        Some(Rule::OneOf(labels) | Rule::Only(labels)) => labels.first(),
        _ => None,
    };
    known.map_or_else(|| column.name.to_owned(), |label| (*label).to_owned())
}

/// The rows of a metric, in total and by week with every dimension.
fn answers(server: &Server, metric: &Metric) -> Vec<Value> {
    let by = if metric.dimensions.is_empty() { String::new() } else { format!("&by={}", metric.dimensions.join(",")) };
    let week = metric.grains.iter().any(|grain| grain.as_str() == "week").then(|| format!("grain=week&{RANGE}{by}"));
    let asked = [Some(format!("grain=total&{RANGE}")), week].into_iter().flatten();
    asked
        .flat_map(|question| {
            let found = get(&server.http, &format!("/m/{}.json?{question}", metric.name));
            assert_eq!(found.status, 200, "{}?{question}: {}", metric.name, found.text());
            found.json()["rows"].as_array().unwrap().clone()
        })
        .collect()
}

/// A rate, an amount or a duration over nothing is unknown; zero would be a claim.
fn claims_something(metric: &Metric, row: &Value) -> bool {
    let is_count = matches!(metric.unit, Unit::Count | Unit::None);
    !is_count && row["n"] == 0 && row[&metric.measures[0]].is_number()
}

#[test]
fn every_metric_answers_in_every_world_and_claims_nothing_about_nobody() {
    for world in World::ALL {
        let folder = tempfile::tempdir().unwrap();
        let server = world.serve(folder.path());
        let registry = Registry::embedded();
        let mut silent_zeros = Vec::new();
        for metric in registry.metrics() {
            let rows = answers(&server, metric);
            silent_zeros.extend(rows.iter().filter(|row| claims_something(metric, row)).map(|row| format!("{}: {row}", metric.name)));
        }
        assert!(silent_zeros.is_empty(), "{world:?}: a figure over no rows:\n{}", silent_zeros.join("\n"));
    }
}

#[test]
fn every_table_and_the_audit_answer_in_every_world() {
    for world in World::ALL {
        let folder = tempfile::tempdir().unwrap();
        let server = world.serve(folder.path());
        let registry = Registry::embedded();
        assert!(registry.tables().count() > 0);
        for table in registry.tables() {
            let rows = rows_over_http(&server.http, &format!("select * from metrics.{}", table.name));
            assert!(rows.is_array(), "{world:?}: {}", table.name);
        }
        let passed = rows_over_http(&server.http, "select count(*) as n from readiness.checks where status = 'pass' and n = 0");
        assert_eq!(passed[0]["n"], 0, "{world:?}: a check passes without a row");
    }
}
