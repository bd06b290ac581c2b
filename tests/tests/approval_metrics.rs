//! The metrics and tables of approvals against figures worked out by hand: `approval_metrics/world.txt` says what happens
//! to each version, what it is doing from moment to moment, and what each metric must say of it.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::path::Path;

use gaugeglass_metrics::Registry;
use gaugeglass_tests::{Server, get, rows_over_http, serve, write_config};
use serde_json::{Value, json};

const WORLD: &str = include_str!("approval_metrics/world.txt");

const STAGES: [&str; 3] = ["brand", "legal", "compliance"];

/// The words of each line that begins, or does not begin, with a word that is no version.
fn lines(first: &str) -> impl Iterator<Item = Vec<&'static str>> {
    let said = WORLD.lines().filter(|line| !line.is_empty() && !line.starts_with('#')).map(|line| line.split(' ').collect::<Vec<_>>());
    said.filter(move |words| if first.is_empty() { !["is", "expect"].contains(&words[0]) } else { words[0] == first })
}

/// `5/3600` or `2`; none for `-` and `null`.
fn figure(word: &str) -> Option<f64> {
    let number = |text: &str| text.parse::<f64>().unwrap_or_else(|_| panic!("{word}"));
    match (word, word.split_once('/')) {
        ("-" | "null", _) => None,
        (_, Some((part, whole))) => Some(number(part) / number(whole)),
        (_, None) => Some(number(word)),
    }
}

fn is_near(found: &Value, expected: Option<f64>) -> bool {
    match (found.as_f64(), expected) {
        (Some(found), Some(expected)) => (found - expected).abs() <= 1e-9 * expected.abs().max(1.0),
        (found, expected) => found == expected,
    }
}

/// An action's line as a row of the log.
fn action(number: usize, words: &[&str]) -> Value {
    let [version, time, action, stage, actor, more @ ..] = words else { panic!("{words:?}") };
    let told = |key: &str| more.iter().filter_map(|word| word.split_once('=')).find(|(name, _)| *name == key).map(|(_, value)| value);
    let stage: usize = stage.parse().unwrap();
    let recorded = told("recorded").unwrap_or(time);
    json!({
        "event_id": format!("action-{number}"), "source": "/flow", "type": "approval", "time_precision": "s",
        "event_time": time, "received_time": recorded, "ingest_time": recorded,
        "environment": told("env").unwrap_or("prod"), "tz": told("tz").unwrap_or("Europe/Berlin"),
        "workflow_id": format!("workflow-{version}"), "object_type": "message", "object_id": version, "object_version": "1",
        "risk_tier": told("tier").unwrap_or("standard"), "stage_no": stage, "stage_name": STAGES[stage - 1],
        "action": action, "actor_id": actor, "parallel_group": told("group"), "due_time": told("due"),
    })
}

/// Weekdays from the 2nd to the 12th in Berlin; in Tokyo two offices with hours of their own.
fn calendar() -> Vec<Value> {
    let stretch = |calendar: &str, day: i32, from: i32, to: i32, zone: &str| {
        let date = format!("2026-03-{day:02}");
        let at = |hour: i32| format!("{date}T{hour:02}:00:00Z");
        json!({ "calendar_id": calendar, "date": date, "open_from": at(from), "open_to": at(to), "tz": zone })
    };
    let weekdays = (2..=12).filter(|day| ![7, 8].contains(day));
    let tokyo = [stretch("east", 6, 0, 8, "Asia/Tokyo"), stretch("west", 6, 1, 9, "Asia/Tokyo")];
    weekdays.map(|day| stretch("office", day, 8, 16, "Europe/Berlin")).chain(tokyo).collect()
}

/// Two stages for standard risk, one for low.
fn rights() -> Vec<Value> {
    let right = |scope: &str, tier: &str| {
        let id = format!("{scope}-{tier}");
        json!({ "decision_right_id": id, "scope": scope, "risk_tier": tier, "valid_from": "2026-01-01T00:00:00Z" })
    };
    vec![right("brand", "standard"), right("legal", "standard"), right("brand", "low")]
}

/// A served world; its folder goes when it does.
struct World {
    server: Server,
    _folder: tempfile::TempDir,
}

impl World {
    fn of(logs: &[(&str, Vec<Value>)]) -> World {
        let folder = tempfile::tempdir().unwrap();
        let mut text = "as_of = \"2026-03-13T00:00:00Z\"\ntime_zone = \"UTC\"\n[stores.lake]\nurl = \"file:lake\"\n".to_owned();
        for (log, rows) in logs {
            write_rows(&folder.path().join("lake").join(log), rows);
            write!(text, "[logs.{log}]\nstore = \"lake\"\npath = \"{log}/\"\nformat = \"ndjson\"\n").unwrap();
        }
        World { server: serve(&write_config(folder.path(), &text), &[], &[]), _folder: folder }
    }

    /// All that the file says.
    fn whole() -> World {
        World::of(&[("approvals", actions()), ("business_calendar", calendar()), ("decision_rights", rights())])
    }

    fn row(&self, metric: &str, query: &str) -> Value {
        let answer = get(&self.server.http, &format!("/m/{metric}.json?grain=total&{query}"));
        assert_eq!(answer.status, 200, "{metric}?{query}: {}", answer.text());
        let rows = answer.json()["rows"].as_array().unwrap().clone();
        assert_eq!(rows.len(), 1, "{metric}?{query}: {rows:?}");
        rows[0].clone()
    }

    fn sql(&self, statement: &str) -> Vec<Value> {
        rows_over_http(&self.server.http, statement).as_array().unwrap().clone()
    }
}

fn actions() -> Vec<Value> {
    lines("").enumerate().map(|(number, words)| action(number, &words)).collect()
}

fn write_rows(folder: &Path, rows: &[Value]) {
    std::fs::create_dir_all(folder).unwrap();
    let lines: String = rows.iter().map(|row| format!("{row}\n")).collect();
    std::fs::write(folder.join("part.ndjson"), lines).unwrap();
}

#[test]
fn every_moment_of_a_version_is_what_was_worked_out() {
    let found = World::whole().sql("select * from model.approval_intervals order by object_id, began_at");
    let mut expected: Vec<Vec<&str>> = lines("is").collect();
    expected.sort_by_key(|words| (words[1], words[2]));
    assert_eq!(found.len(), expected.len());
    for (row, words) in found.iter().zip(expected) {
        let [_, version, from, kind, stage, actor, hours] = words[..] else { panic!("{words:?}") };
        let word = |text: &str| if text == "-" { Value::Null } else { json!(text) };
        let began = row["began_at"].as_str().unwrap().replace(".000000", "");
        assert_eq!((&row["object_id"], began.as_str(), &row["kind"]), (&json!(version), from, &json!(kind)), "{row}");
        assert_eq!((&row["stage_name"], &row["actor_id"]), (&word(stage), &word(actor)), "{row}");
        assert!(is_near(&row["wall_h"], figure(hours)) && row["ended_at"].is_null() == row["wall_h"].is_null(), "{hours}: {row}");
    }
}

#[test]
fn figures_are_those_worked_out_by_hand() {
    let world = World::whole();
    let mut wrong = Vec::new();
    for words in lines("expect") {
        let row = world.row(words[1], words[2]);
        for (column, expected) in words[3..].iter().map(|word| word.split_once('=').unwrap()) {
            let found = row.get(column).unwrap_or_else(|| panic!("{} has no column {column}", words[1]));
            if !is_near(found, figure(expected)) {
                wrong.push(format!("{}?{} {column}: {found}, worked out {expected}", words[1], words[2]));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_measure_is_worked_out() {
    let registry = Registry::embedded();
    let figured = |words: &[&'static str]| -> Vec<(&'static str, &'static str)> {
        let figures = words[3..].iter().filter_map(|word| word.split_once('=')).filter(|(_, figure)| *figure != "null");
        figures.map(|(column, _)| (words[1], column)).collect()
    };
    let all: BTreeSet<(&str, &str)> = lines("expect").flat_map(|words| figured(&words)).collect();
    let metrics: BTreeSet<&str> = all.iter().map(|(metric, _)| *metric).collect();
    assert!(metrics.len() > 10, "{metrics:?}");
    for metric in metrics {
        for measure in &registry.metric(metric).unwrap().measures {
            assert!(all.contains(&(metric, measure.as_str())), "{metric}.{measure} is not worked out");
        }
    }
}

/// Version, state, stage, who holds it, hours since the last action, and those of them in which the office was open.
type Held = (&'static str, &'static str, Option<&'static str>, Option<&'static str>, f64, Option<f64>);

const QUEUE: [Held; 5] = [
    ("delegated", "queue", Some("brand"), None, 206.0, None),
    ("halfway", "queue", None, None, 206.0, None),
    ("parallel", "queue", Some("legal"), Some("dan"), 205.0, Some(53.0)),
    ("ready", "publish_wait", Some("legal"), None, 205.0, None),
    ("returned", "rework", Some("legal"), Some("ann"), 204.0, Some(52.0)),
];

#[test]
fn the_queue_says_what_each_open_version_waits_for_and_who_holds_it() {
    let found = World::whole().sql("select * from metrics.approval_queue");
    assert_eq!(found.len(), QUEUE.len());
    for (row, (version, state, stage, holder, hours, open)) in found.iter().zip(QUEUE) {
        assert_eq!((&row["object_id"], &row["state"]), (&json!(version), &json!(state)), "{row}");
        assert_eq!((&row["stage_name"], &row["holder_id"]), (&json!(stage), &json!(holder)), "{row}");
        assert!(is_near(&row["age_h"], Some(208.0)) && is_near(&row["in_state_h"], Some(hours)), "{row}");
        assert!(is_near(&row["business_in_state_h"], open), "{row}");
        assert_eq!(row["is_overdue"], if version == "parallel" { json!(true) } else { Value::Null }, "{row}");
    }
}

#[test]
fn without_a_calendar_business_time_is_unknown_and_without_rights_policy_is() {
    let world = World::of(&[("approvals", actions())]);
    let turnaround = world.row("approval_turnaround", "from=2026-03-02&to=2026-03-03");
    assert!(turnaround["business_p50_h"].is_null() && turnaround["business_known"] == 0.0, "{turnaround}");
    assert!(is_near(&turnaround["p50_h"], Some(41.0)), "{turnaround}");
    let policy = world.row("mandatory_layers", "from=2026-03-10&to=2026-03-11");
    assert!(policy["mandatory_layers"].is_null() && policy["maturity"] == "unknown", "{policy}");
}

#[test]
fn without_a_log_of_approvals_nothing_is_known() {
    let world = World::of(&[("business_calendar", calendar())]);
    let metrics: BTreeSet<&str> = lines("expect").map(|words| words[1]).collect();
    for metric in metrics {
        let row = world.row(metric, "from=2026-03-02&to=2026-03-13");
        assert!(row["maturity"] == "unknown" && row["n"] == 0, "{metric}: {row}");
    }
}

/// Versions that are submitted every hour from the 2nd to the 11th and take ten; of every third the end is not logged.
fn steady(is_whole: bool) -> Vec<Value> {
    let at = |hour: usize| format!("2026-03-{:02}T{:02}:00:00Z", 2 + hour / 24, hour % 24);
    let versions = (0..220).flat_map(|hour| [(hour, "submitted", hour), (hour, "published", hour + 10)]);
    let logged = versions.filter(|(version, done, _)| is_whole || *done == "submitted" || version % 3 > 0);
    let rows = logged.map(|(version, done, hour)| (format!("v{version}"), at(hour), done));
    rows.enumerate().map(|(number, (version, time, done))| action(number, &[&version, &time, done, "1", "ann"])).collect()
}

#[test]
fn a_log_that_lacks_ends_breaks_littles_law() {
    let law = |is_whole| {
        let world = World::of(&[("approvals", steady(is_whole))]);
        world.row("approval_littles_law", "from=2026-03-04&to=2026-03-10")
    };
    let whole = law(true);
    assert!(is_near(&whole["ratio"], Some(1.0)) && whole["in_band"] == 1, "{whole}");
    let lacking = law(false);
    assert!(lacking["ratio"].as_f64() > Some(1.25) && lacking["in_band"] == 0, "{lacking}");
}
