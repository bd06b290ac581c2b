//! A world in which every text of every log is one of the thousand, or its harmless twin.
//!
//! A thousand rows of each log tell a story, so that figures have something to show: they belong together by their ids, and the
//! few columns whose words decide what a row counts for say such a word. Where a log has a time, a thousand earlier rows
//! say nothing that has a meaning, so that those columns hold every text as well.

use std::path::{Path, PathBuf};

use gaugeglass_logs::{Column, ColumnType, Log, logs};
use gaugeglass_tests::write_config;
use serde_json::{Map, Value, json};

use super::story::{DAY, FEW, INSTANTS, MEANT, MINUTE, SAME, SHARED};
use super::values::{COUNT, LONG, benign, hostile};

/// 2026-04-07T00:00:00Z, in milliseconds.
const START: i64 = 1_775_520_000_000;

/// Which of two worlds of the same rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Twin {
    /// Its texts are hostile.
    Hostile,
    /// Its texts are letters.
    Benign,
}

impl Twin {
    pub const ALL: [Twin; 2] = [Twin::Hostile, Twin::Benign];

    fn text(self, place: usize) -> &'static str {
        match self {
            Twin::Hostile => &hostile()[place],
            Twin::Benign => &benign()[place],
        }
    }

    /// Writes the logs and their configuration into a folder; gives the place of the latter.
    pub fn write(self, folder: &Path) -> PathBuf {
        let mut config = "as_of = \"2026-05-05T00:00:00Z\"\n[cache]\nurl = \"file:cache\"\n[stores.lake]\nurl = \"file:lake\"\n".to_owned();
        for log in logs() {
            let place = folder.join("lake").join(log.name);
            std::fs::create_dir_all(&place).unwrap();
            let lines: String = rows(self, log).into_iter().map(|row| format!("{}\n", Value::Object(row.fields))).collect();
            std::fs::write(place.join("part.ndjson"), lines).unwrap();
            config += &format!("[logs.{0}]\nstore = \"lake\"\npath = \"{0}/\"\nformat = \"ndjson\"\n", log.name);
        }
        write_config(folder, &config)
    }
}

/// A row, and whether it tells the story.
pub struct Row {
    pub is_loose: bool,
    pub fields: Map<String, Value>,
}

/// The rows of a log; loose ones come first, in time, too.
pub fn rows(twin: Twin, log: &Log) -> Vec<Row> {
    let kinds: &[bool] = if log.time.is_some() { &[true, false] } else { &[false] };
    let numbered = kinds.iter().flat_map(|is_loose| (0..COUNT).map(move |row| (*is_loose, row)));
    let field = |column, row, is_loose| Field { twin, log, column, row, is_loose };
    let fields = |(is_loose, row)| {
        let filled = log.columns.iter().map(|column| (column.name.to_owned(), field(column, row, is_loose).value()));
        Row { is_loose, fields: filled.filter(|(_, value)| !value.is_null()).collect() }
    };
    numbered.map(fields).collect()
}

/// The words of a column that decide what a row counts for.
pub fn meaning(log: &Log, column: &Column) -> Option<&'static [&'static str]> {
    let found = MEANT.iter().find(|(of, name, _)| *name == column.name && (of.is_empty() || *of == log.name));
    found.map(|(_, _, words)| *words)
}

/// One field of one row.
struct Field<'a> {
    twin: Twin,
    log: &'a Log,
    column: &'a Column,
    row: usize,
    is_loose: bool,
}

impl Field<'_> {
    fn value(&self) -> Value {
        let text = self.text();
        match self.column.kind {
            ColumnType::Id | ColumnType::Text | ColumnType::Label => json!(text),
            ColumnType::TextList => json!([text]),
            ColumnType::Attributes => Value::Object(Map::from_iter([(text.clone(), json!(text))])),
            ColumnType::Items => {
                json!([{"product_id": text, "sku": text, "quantity": 1, "price": 2.5, "category": text, "coupon": text}])
            }
            ColumnType::Identifiers => {
                let kind = if self.has_meaning() { "anonymous_id" } else { &text };
                json!([{"id_type": kind, "id_hash": self.of("anonymous_id", self.row)}])
            }
            ColumnType::Candidates => {
                json!([{"action_id": text, "score": 0.5, "propensity": 0.5, "eligible": true, "reject_reason": text}])
            }
            ColumnType::Arms => json!([
                {"variant_id": self.of("variant_id", 0), "weight": 0.5, "is_control": true},
                {"variant_id": self.of("variant_id", 1), "weight": 0.5, "is_control": false}
            ]),
            ColumnType::Instant => self.instant(),
            ColumnType::Date => json!(written(self.at(), "%Y-%m-%d")),
            ColumnType::Flag => json!(self.column.name == "would_have"),
            ColumnType::Int16 | ColumnType::Int32 | ColumnType::Int64 => json!(self.row % 7 + 1),
            ColumnType::Money => json!(12.5),
            ColumnType::Float32 | ColumnType::Float64 => json!(0.5),
        }
    }

    fn text(&self) -> String {
        let name = self.column.name;
        // A closed vocabulary sets other rows aside; some suffice.
        let has_meaning = self.has_meaning() || (name == "time_precision" && !self.row.is_multiple_of(100));
        match meaning(self.log, self.column).filter(|_| has_meaning) {
            Some(words) => words[self.row % words.len()].to_owned(),
            None if self.is_loose && self.is_own_id() => format!("again {}", self.row),
            None => self.of(name, self.place()).to_owned(),
        }
    }

    /// Whether the row says words that mean something.
    fn has_meaning(&self) -> bool {
        !self.is_loose && (self.log.time.is_some() || self.row < FEW)
    }

    /// Whether the column tells a loose row from the one that tells the story.
    fn is_own_id(&self) -> bool {
        let is_id = |name: &&&str| self.log.column(name).is_some_and(|column| column.kind == ColumnType::Id);
        self.log.key.iter().find(is_id).is_some_and(|name| *name == self.column.name)
    }

    /// Which of the texts of its column the row has.
    fn place(&self) -> usize {
        let is_of = |of: &str, name: &str| name == self.column.name && (of.is_empty() || of == self.log.name);
        // A registry has a row for each.
        let is_registered = !self.log.is_fact() && self.log.key.contains(&self.column.name);
        let shared = SHARED.iter().find(|(of, name, ..)| is_of(of, name)).filter(|_| !is_registered);
        shared.map_or(self.row, |(_, _, neighbours, texts)| self.row / neighbours % texts)
    }

    /// A text of a column, which begins its count where no other does.
    fn of(&self, name: &str, place: usize) -> &'static str {
        let name = SAME.iter().find(|(alias, _)| *alias == name).map_or(name, |(_, name)| *name);
        let first: usize = name.bytes().enumerate().map(|(index, letter)| usize::from(letter) * (index + 7)).sum();
        match (place + first * 37) % COUNT {
            // Once a column is enough.
            LONG if self.is_loose => self.twin.text(0),
            place => self.twin.text(place),
        }
    }

    /// When the row happened, in milliseconds.
    fn at(&self) -> i64 {
        let earlier = if self.is_loose { 28 * DAY } else { 0 };
        START - earlier + 40 * MINUTE * i64::try_from(self.row).unwrap()
    }

    fn instant(&self) -> Value {
        let found = INSTANTS.iter().find(|(name, _)| *name == self.column.name);
        found.map_or(Value::Null, |(_, after)| json!(written(self.at() + after, "%Y-%m-%dT%H:%M:%S%.3fZ")))
    }
}

fn written(milliseconds: i64, format: &str) -> String {
    arrow::temporal_conversions::timestamp_ms_to_datetime(milliseconds).unwrap().format(format).to_string()
}
