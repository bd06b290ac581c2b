//! Logs may hold anything: a thousand hostile texts in every column of every log change the tree of no page, break no picture
//! and no table, and make no cell calculate.
//!
//! Two worlds have the same rows. In one the texts are hostile; in the other each is as many letters, sorted as the hostile ones
//! are. So the same rows stand in the same places, whatever sorts by name, and what is drawn has the same room. Both are asked
//! the same, and the trees of what they answer must be equal, element by element: nobody has to say which tags would be bad.

#[path = "hostile/cells.rs"]
mod cells;
#[path = "hostile/questions.rs"]
mod questions;
#[path = "hostile/story.rs"]
mod story;
#[path = "hostile/values.rs"]
mod values;
#[path = "hostile/world.rs"]
mod world;

use std::collections::{BTreeMap, BTreeSet};

use gaugeglass_logs::{Column, ColumnType, Log, logs};
use gaugeglass_tests::{Answer, Server, get, python, python_available, run, serve, write_config};
use serde_json::{Value, json};

use values::{COUNT, hostile};
use world::{Twin, meaning, rows};

/// Characters of the longest text or attribute of a page: an address with a value in it; the longest of the texts has more.
const LONGEST: u64 = 20_000;

/// Places of texts by log and column.
type Seen = BTreeMap<(String, String), BTreeSet<usize>>;

struct Twins {
    servers: [Server; 2],
    folder: tempfile::TempDir,
}

impl Twins {
    fn serve() -> Twins {
        let folder = tempfile::tempdir().unwrap();
        let servers = Twin::ALL.map(|twin| {
            let place = folder.path().join(format!("{twin:?}"));
            std::fs::create_dir_all(&place).unwrap();
            // Nothing here is about how long an answer takes.
            let patient = ["--limits-query-time-ms-max", "600000", "--http-patience-ms", "600000"];
            serve(&twin.write(&place), &patient, &[])
        });
        Twins { servers, folder }
    }

    /// What a reader of HTML, SVG and Markdown finds at both; fails where the trees differ or hold what acts.
    fn compared(&self, paths: &[String]) -> Value {
        let question = self.folder.path().join("question.json");
        std::fs::write(&question, json!({"paths": paths, "values": hostile()}).to_string()).unwrap();
        let [hostile, benign] = &self.servers;
        let report = python("tests/clients/tree.py", &[&hostile.http, &benign.http, question.to_str().unwrap()]);
        let report: Value = serde_json::from_str(&report).unwrap();
        for trouble in ["differences", "dangers", "strays"] {
            assert_eq!(report[trouble], json!({}), "{trouble}");
        }
        for (path, characters) in report["longest"].as_object().unwrap() {
            assert!(characters.as_u64().unwrap() < LONGEST, "{path} has a text of {characters} characters");
        }
        report
    }

    fn hostile(&self, path: &str) -> Answer {
        let answer = get(&self.servers[0].http, path);
        assert_eq!(answer.status, 200, "{path}: {}", answer.text());
        answer
    }
}

#[test]
fn no_text_of_a_log_changes_a_page_or_breaks_a_file() {
    if !python_available() {
        eprintln!("skipped: no python3 to read pages with");
        return;
    }
    let twins = Twins::serve();
    every_text_of_every_log_is_on_a_page(&twins);
    let report = twins.compared(&[questions::pages(), questions::slices(), questions::stretches()].concat());
    let named: BTreeSet<usize> = questions::stretches().iter().flat_map(|path| places(&report["seen"][path]["Channel"])).collect();
    assert_eq!(named.len(), COUNT, "texts that name a slice");
    twins.compared(&[questions::files("md"), questions::files("svg")].concat());
    every_file_for_machines_holds_the_texts_whole(&twins);
    for path in questions::files("png") {
        assert!(twins.hostile(&path).body.starts_with(b"\x89PNG\r\n\x1a\n"), "{path}");
    }
    for path in questions::files("pdf") {
        assert!(twins.hostile(&path).body.starts_with(b"%PDF-"), "{path}");
    }
}

/// Each column shows just the texts that were written into it.
fn every_text_of_every_log_is_on_a_page(twins: &Twins) {
    let asked: Vec<(&Log, Vec<String>)> = logs().iter().map(|log| (log, questions::rows_of(log))).collect();
    let report = twins.compared(&asked.iter().flat_map(|(_, paths)| paths.clone()).collect::<Vec<_>>());
    let mut seen = Seen::new();
    for (log, path) in asked.iter().flat_map(|(log, paths)| paths.iter().map(move |path| (log, path))) {
        for (column, found) in report["seen"][path].as_object().unwrap() {
            seen.entry((log.name.to_owned(), column.clone())).or_default().extend(places(found));
        }
    }
    let written: Seen = logs().iter().flat_map(written).collect();
    for (column, texts) in &written {
        assert_eq!(seen.get(column), Some(texts), "{column:?}");
    }
    let whole = written.values().filter(|texts| texts.len() == COUNT).count();
    assert!(whole > 150, "only {whole} of {} columns hold all texts", written.len());
}

/// The texts of each column that holds nothing else: of loose rows only those of columns whose words mean something.
fn written(log: &Log) -> Vec<((String, String), BTreeSet<usize>)> {
    let known: BTreeMap<&str, usize> = hostile().iter().map(String::as_str).zip(0..).collect();
    let rows = rows(Twin::Hostile, log);
    let columns = log.columns.iter().filter(|column| matches!(column.kind, ColumnType::Id | ColumnType::Text | ColumnType::Label));
    let of_column = |column: &Column| {
        let asked = rows.iter().filter(|row| !row.is_loose || meaning(log, column).is_some());
        let texts = asked.filter_map(|row| known.get(row.fields[column.name].as_str()?).copied());
        ((log.name.to_owned(), column.name.to_owned()), texts.collect::<BTreeSet<usize>>())
    };
    columns.map(of_column).collect()
}

/// JSON and CSV name a slice by the whole text; what a table cannot hold is in them.
fn every_file_for_machines_holds_the_texts_whole(twins: &Twins) {
    let known: BTreeSet<&str> = hostile().iter().map(String::as_str).collect();
    let mut found = BTreeSet::new();
    let path = "/m/recognised_at_decision.json?by=channel&grain=total";
    for row in twins.hostile(path).json()["rows"].as_array().unwrap() {
        let name = row["channel"].as_str().unwrap();
        assert!(known.contains(name), "{name:?} was never written");
        found.insert(name.to_owned());
    }
    assert_eq!(found.len(), COUNT);
    let file = twins.folder.path().join("channel.csv");
    std::fs::write(&file, twins.hostile(&path.replace(".json", ".csv")).body).unwrap();
    let read = cells::read(&file);
    let rows = &read[","];
    let place = rows[0].iter().position(|name| name == "channel").unwrap();
    let names: BTreeSet<String> = rows[1..].iter().map(|row| cells::plain(&row[place])).collect();
    assert_eq!(names, found);
}

fn places(list: &Value) -> Vec<usize> {
    list.as_array().into_iter().flatten().map(|place| usize::try_from(place.as_u64().unwrap()).unwrap()).collect()
}

#[test]
fn no_text_of_a_log_commands_a_terminal() {
    let folder = tempfile::tempdir().unwrap();
    let config = write_config(folder.path(), "[cache]\nurl = \"file:cache\"\n");
    let sql = "select chr(27) || '[2J' || chr(7) || chr(155) || 'x' as text, 'a' || chr(13) || chr(9) as ends";
    let table = run(&["query", sql, "--config", config.to_str().unwrap()]).out;
    assert!(table.contains("[2J") && table.chars().all(|letter| letter == '\n' || !letter.is_control()), "{table:?}");
}
