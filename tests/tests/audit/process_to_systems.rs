//! Checks of process, governance, measurement and integration: against what the world's generator planted, against the
//! metrics of the same meaning, and over a small programme whose figures are worked out by hand.

#[path = "process_to_systems/programme.rs"]
mod programme;

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use gaugeglass_tests::{answer, run, world, write_config};
use serde_json::Value;
use tempfile::TempDir;

/// Every check with its status, its value where that is planted to the last digit, and what was planted.
const PLANTED: [(&str, &str, Option<f64>, &str); 28] = [
    ("A1", "warn", None, "three in ten approvals take more than 48 hours"),
    ("A2", "fail", None, "35 of a hundred versions go through three stages"),
    ("A3", "warn", None, "a stage waits three times as long as it works"),
    ("A4", "warn", None, "22 of a hundred versions are sent back"),
    ("A5", "warn", None, "two of the eleven versions that went around approval were first sent in these weeks"),
    ("A6", "pass", Some(0.0), "nothing waits twice as long as the slowest tenth"),
    ("A7", "pass", Some(1.0), "every version that ends says so"),
    ("G1", "pass", Some(1.0), "the head of CRM answers for all seven campaigns"),
    ("G2", "pass", Some(1.0), "each role approves its own stage"),
    ("G3", "warn", None, "5 of a hundred versions are approved within seconds"),
    ("G4", "pass", Some(0.0), "the four messages without consent are older than these weeks"),
    ("G5", "fail", Some(8.0 / 9.0), "conversion is defined twice"),
    ("G6", "pass", Some(0.0), "the eight segments that were taken back are older than these weeks"),
    ("M1", "warn", Some(10.0 / 16.0), "ten of the sixteen use cases that decide hold somebody out"),
    ("M2", "fail", Some(34.0 / 35.0), "one experiment loses exposures on iOS"),
    ("M3", "warn", Some(0.025), "2.5 % of the units of one experiment are seen in both arms"),
    ("M4", "unknown", None, "nobody logs what was shipped after an experiment"),
    ("M5", "pass", Some(0.0), "every row says whether a bot or a tester made it"),
    ("M6", "pass", Some(1.0), "every plan is as old as the programme"),
    ("M7", "pass", Some(1.0), "every choice is logged with its probability"),
    ("M8", "pass", Some(1.0), "every log got rows on the last days"),
    ("M9", "fail", Some(0.0), "two thousand people are too few for the effects that are looked for"),
    ("S1", "pass", Some(1.0), "every system delivers to the end"),
    ("S2", "warn", None, "follow-ups wait for hours until they are sent"),
    ("S3", "warn", None, "some follow-ups come within the hour after the purchase"),
    ("S4", "unknown", None, "nobody orders after a click in these weeks"),
    ("S5", "pass", Some(1.0), "every system has a contract"),
    ("S6", "pass", Some(1.0), "web, apps and e-mail have all their feeds"),
];

/// Checks that say what a metric says, times a factor.
const SAME: [(&str, &str, &str, f64); 10] = [
    ("A1", "approval_turnaround", "over_48h", 1.0),
    ("A2", "approval_layers", "three_layers", 1.0),
    ("A3", "flow_efficiency", "flow_efficiency", 1.0),
    ("A4", "rework_rate", "rework_rate", 1.0),
    ("A5", "bypass_rate", "bypass_rate", 1.0),
    ("A7", "approval_littles_law", "in_band", 1.0),
    ("G3", "rubber_stamp", "rubber_stamp", 1.0),
    ("G6", "rollback_rate_7d", "rollback_rate_7d", 1.0),
    ("S3", "suppression_lag", "lag_h", 60.0),
    ("S6", "channel_feed_coverage", "channel_feed_coverage", 1.0),
];

/// Logs that are taken away, and the checks that then know nothing.
const BLINDED: [(&[&str], &[&str]); 7] = [
    (&["approvals"], &["A1", "A2", "A3", "A4", "A5", "A6", "A7", "G2", "G3", "G6", "M4", "M8"]),
    (&["campaigns", "consents", "decision_rights", "metric_definitions", "systems"], &["G1", "G2", "G4", "G5", "S1", "S2", "S5"]),
    (&["deliveries"], &["A5", "G1", "G4", "M8", "S2", "S3", "S4", "S6"]),
    (&["decisions"], &["M1", "M5", "M7", "M8", "S2", "S3", "S4", "S6"]),
    (&["experiments"], &["G5", "M1", "M2", "M3", "M4", "M6", "M9"]),
    (&["exposures"], &["M1", "M2", "M3", "M5", "M6", "M9"]),
    (&["events"], &["M5", "M8", "M9", "S2", "S4", "S5", "S6"]),
];

/// A day on which a message without consent, three bypasses and a letter long after a purchase are younger than 28 days.
const EARLIER: &str = "2026-04-24T00:00:00Z";

/// The findings by id, and the score.
struct Audited {
    findings: BTreeMap<String, Value>,
    score: f64,
}

fn audit(config: &Path, more: &[&str]) -> Audited {
    let arguments = ["audit", "--format", "json", "--limits-query-time-ms-max", "300000", "--config", config.to_str().unwrap()];
    let output = run(&[&arguments[..], more].concat());
    let audit: Value = serde_json::from_str(&output.out).unwrap_or_else(|cause| panic!("{cause}: {}", output.err));
    let findings = audit["findings"].as_array().unwrap().iter();
    Audited {
        findings: findings.map(|finding| (finding["id"].as_str().unwrap().to_owned(), finding.clone())).collect(),
        score: audit["score_lo"].as_f64().unwrap(),
    }
}

/// The configuration of the world without some of its logs.
fn config(folder: &TempDir, without: &[&str]) -> PathBuf {
    let text = std::fs::read_to_string(world().join("gaugeglass.toml")).unwrap();
    let is_left = |section: &&str| !without.iter().any(|log| section.trim_start().starts_with(&format!("[logs.{log}]")));
    let sections: Vec<&str> = text.split("\n\n").filter(is_left).collect();
    let cache = world().with_file_name("audit_cache");
    let placed = sections.join("\n\n").replace("file:.gaugeglass", &format!("file:{}", cache.display()));
    write_config(folder.path(), &placed.replace("file:logs", &format!("file:{}", world().join("logs").display())))
}

/// The audit of the world as it is.
fn audited() -> &'static Audited {
    static AUDITED: OnceLock<Audited> = OnceLock::new();
    AUDITED.get_or_init(|| audit(&config(&tempfile::tempdir().unwrap(), &[]), &[]))
}

fn is_near(found: &Value, expected: f64) -> bool {
    found.as_f64().is_some_and(|found| (found - expected).abs() < 1e-9)
}

#[test]
fn every_check_comes_out_as_planted() {
    let wrong: Vec<String> = PLANTED
        .iter()
        .map(|(id, status, value, why)| (&audited().findings[*id], status, value, why))
        .filter(|(found, status, value, _)| found["status"] != **status || value.is_some_and(|value| !is_near(&found["value"], value)))
        .map(|(found, status, value, why)| format!("{status} {value:?} is right, since {why}: {found}"))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_check_of_the_four_dimensions_is_in_the_table() {
    let ids = audited().findings.keys().filter(|id| id.starts_with(['A', 'G', 'M', 'S']));
    assert!(ids.eq(PLANTED.iter().map(|(id, ..)| id)), "{:?}", audited().findings.keys());
}

#[test]
fn what_the_truth_wants_flagged_does_not_pass() {
    let text = std::fs::read_to_string(world().join("truth/truth.json")).unwrap();
    let truth: Value = serde_json::from_str(&text).unwrap();
    let named: Vec<&str> = truth["items"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|item| item["must_flag"].as_array())
        .flatten()
        .filter_map(Value::as_str)
        .filter(|id| PLANTED.iter().any(|(planted, ..)| planted == id))
        .collect();
    assert!(named.len() >= 4, "{named:?}");
    for id in named {
        let found = &audited().findings[id];
        assert!(found["status"] == "warn" || found["status"] == "fail", "{found}");
    }
}

#[test]
fn a_check_says_what_its_metric_says() {
    let folder = tempfile::tempdir().unwrap();
    let config = config(&folder, &[]);
    for (id, metric, column, factor) in SAME {
        let row = answer(&config, &["query", "--metric", metric, "--from", "-28d", "--grain", "total"])["rows"][0].clone();
        let figure = row[column].as_f64().unwrap_or_else(|| panic!("{column} of {row} is no number"));
        assert!(is_near(&audited().findings[id]["value"], figure * factor), "{id}: {}, {metric} {row}", audited().findings[id]);
    }
}

#[test]
fn without_their_logs_checks_are_unknown_and_nothing_rises() {
    for (logs, ids) in BLINDED {
        let folder = tempfile::tempdir().unwrap();
        let found = audit(&config(&folder, logs), &[]);
        for id in ids {
            let finding = &found.findings[*id];
            assert!(finding["status"] == "unknown" && finding["why"].is_string(), "without {logs:?}: {finding}");
        }
        for (id, ..) in PLANTED {
            let (now, before) = (&found.findings[id], &audited().findings[id]);
            assert!(
                now["score"].as_f64() <= before["score"].as_f64().map(|score| score + 1e-9),
                "hiding {logs:?} pays: {now} after {before}"
            );
        }
        assert!(found.score <= audited().score + 1e-9, "hiding {logs:?} pays: {} after {}", found.score, audited().score);
    }
}

#[test]
fn what_is_older_failed_in_its_day() {
    let folder = tempfile::tempdir().unwrap();
    let found = audit(&config(&folder, &[]), &["--as-of", EARLIER]).findings;
    assert!(is_near(&found["G4"]["value"], 1.0), "one message went against a withdrawal: {}", found["G4"]);
    for id in ["A5", "G4", "S3"] {
        assert!(found[id]["status"] == "fail" && audited().findings[id]["status"] != "fail", "{}", found[id]);
    }
}

/// What each check must say of the small programme.
const WORKED_OUT: [(&str, &str, f64); 11] = [
    // Of two open versions one is under way for 40 hours; nine in ten take 10.
    ("A6", "fail", 1.0 / 2.0),
    // Summer names nobody, autumn is not registered, winter is over.
    ("G1", "fail", 1.0 / 3.0),
    ("G2", "fail", 32.0 / 40.0),
    // One after a withdrawal, one before the consent; what belongs to no campaign needs none.
    ("G4", "fail", 2.0),
    // Revenue has two texts, delight none.
    ("G5", "fail", 2.0 / 4.0),
    ("M1", "warn", 1.0 / 2.0),
    // One came after the seven days, one within them, one has no plan.
    ("M4", "fail", 2.0 / 3.0),
    ("M5", "fail", 1.0 / 4.0),
    // One plan is younger than its first exposure, one is missing.
    ("M6", "fail", 1.0 / 3.0),
    ("M7", "fail", 3.0 / 4.0),
    // The engine's contract is missing, and the sender is not registered.
    ("S5", "fail", 2.0 / 4.0),
];

#[test]
fn figures_are_those_worked_out_by_hand() {
    let folder = tempfile::tempdir().unwrap();
    let mut text = "as_of = \"2026-03-30T00:00:00Z\"\ntime_zone = \"UTC\"\n[stores.lake]\nurl = \"file:lake\"\n".to_owned();
    for (log, rows) in programme::logs() {
        // Facts are filed by the day of their arrival, registries are not.
        let filed = if rows[0]["ingest_time"].is_string() { "ingest_dt=2026-03-12" } else { "all" };
        let place = folder.path().join("lake").join(log).join(filed);
        std::fs::create_dir_all(&place).unwrap();
        let lines: String = rows.iter().map(|row| format!("{row}\n")).collect();
        std::fs::write(place.join("part.ndjson"), lines).unwrap();
        write!(text, "[logs.{log}]\nstore = \"lake\"\npath = \"{log}/\"\nformat = \"ndjson\"\n").unwrap();
    }
    let found = audit(&write_config(folder.path(), &text), &[]).findings;
    let wrong: Vec<String> = WORKED_OUT
        .iter()
        .filter(|(id, status, value)| found[*id]["status"] != *status || !is_near(&found[*id]["value"], *value))
        .map(|(id, status, value)| format!("{status} {value} is right: {}", found[*id]))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
