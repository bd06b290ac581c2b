//! A dozen identifiers whose figures are worked out by hand: what a map knew, said wrongly, took back and let end.

use std::path::Path;

use gaugeglass_tests::{Server, get, rows_over_http, serve, write_config};
use serde_json::{Map, Value, json};

use super::cell;

const RANGE: &str = "from=2026-03-01T00:00:00Z&to=2026-04-01T00:00:00Z&grain=total";

/// Time of an hour of March.
fn at(day: u32, hour: u32) -> String {
    format!("2026-03-{day:02}T{hour:02}:00:00Z")
}

/// An identifier as `type:hash`, in parts.
fn parts(id: &str) -> (&str, &str) {
    id.split_once(':').unwrap()
}

/// An entry of the map, from the Monday morning on.
fn entry(id: &str, person: &str, more: Value) -> Value {
    let (id_type, id_hash) = parts(id);
    let base = json!({"id_type": id_type, "id_hash": id_hash, "person_id": person, "valid_from": at(2, 10), "recorded_time": at(2, 10)});
    merged(base, more)
}

fn merged(base: Value, more: Value) -> Value {
    let all = [base, more].into_iter().flat_map(|part| part.as_object().unwrap().clone());
    Value::Object(all.collect::<Map<_, _>>())
}

/// The envelope of a fact.
fn fact(id: &str, kind: &str, day: u32, hour: u32) -> Value {
    json!({"event_id": id, "source": "/source", "type": kind, "event_time": at(day, hour), "ingest_time": at(day, hour + 1),
        "time_precision": "us", "environment": "prod"})
}

fn map() -> Vec<Value> {
    let mut entries: Vec<Value> = [
        ("user_id:u1", "P1"),
        ("anonymous_id:a1", "P1"),
        ("user_id:u2", "P2"),
        ("anonymous_id:a2", "P2"),
        ("user_id:u5", "P5"),
        // Two users in one person.
        ("user_id:u6", "P6"),
        ("user_id:u7", "P6"),
    ]
    .map(|(id, person)| entry(id, person, json!({})))
    .into();
    let later = |day| json!({"recorded_time": at(day, 12), "valid_from": at(day, 12)});
    // A device that was somebody else's.
    entries.push(entry("device_id:d1", "P1", json!({"retracted_time": at(10, 12)})));
    entries.push(entry("device_id:d1", "P2", later(10)));
    // The same person by another name.
    for id in ["user_id:u3", "anonymous_id:a3"] {
        entries.push(entry(id, "P3", json!({"retracted_time": at(17, 12)})));
        entries.push(entry(id, "P3 renamed", later(17)));
    }
    // The same said again, and an end that was known from the start.
    entries.push(entry("user_id:u4", "P4", json!({"retracted_time": at(12, 12)})));
    entries.push(entry("user_id:u4", "P4", later(12)));
    entries.push(entry("phone_hash:ph", "P5", json!({"valid_to": at(20, 0)})));
    entries
}

fn sightings() -> Vec<Value> {
    let seen = [
        // A day before the map knew anybody.
        (1, "web", "form", vec!["anonymous_id:a1"]),
        (3, "web", "login", vec!["user_id:u1", "anonymous_id:a1"]),
        (4, "ios", "sdk_alias", vec!["device_id:d9"]),
        (5, "web", "login", vec!["user_id:u2", "anonymous_id:a2"]),
        (6, "ios", "login", vec!["user_id:u2", "device_id:d8"]),
        (7, "web", "login", vec!["user_id:u4", "anonymous_id:null"]),
        // Two customers named by a card that the resolver is not given: one split, one whole.
        (8, "web", "form", vec!["loyalty_id:L1", "anonymous_id:a3"]),
        (9, "email", "click_token", vec!["loyalty_id:L1", "email_hash:e3"]),
        (8, "web", "form", vec!["loyalty_id:L2", "anonymous_id:a1"]),
        (9, "ios", "form", vec!["loyalty_id:L2", "anonymous_id:a1"]),
    ];
    let row = |(number, (day, channel, context, ids)): (usize, (u32, &str, &str, Vec<&str>))| {
        let ids: Vec<Value> = ids.into_iter().map(|id| json!({"id_type": parts(id).0, "id_hash": parts(id).1})).collect();
        let own = json!({"channel": channel, "context": context, "ids": ids});
        merged(fact(&format!("o{number}"), "identity_observed", day, 0), own)
    };
    seen.into_iter().enumerate().map(row).collect()
}

fn links() -> Vec<Value> {
    let made = [
        ("user_id:u1", "anonymous_id:a1", "deterministic", at(3, 1)),
        ("user_id:u2", "anonymous_id:a2", "probabilistic", at(5, 1)),
        ("user_id:u2", "device_id:d8", "deterministic", at(6, 10)),
    ];
    let row = |(left, right, method, time): (&str, &str, &str, String)| {
        json!({"link_id": format!("{left} {right}"), "left_type": parts(left).0, "left_hash": parts(left).1, "right_type": parts(right).0,
            "right_hash": parts(right).1, "method": method, "confidence": 0.9, "valid_from": time, "recorded_time": time})
    };
    made.into_iter().map(row).collect()
}

fn decisions() -> Vec<Value> {
    let made = [
        // Right then, taken back five days later.
        (5, "device_id:d1", Some("P1")),
        // The engine was not told.
        (11, "device_id:d1", Some("P1")),
        (5, "anonymous_id:a2", None),
        (5, "anonymous_id:stranger", Some("P9")),
        (5, "anonymous_id:stranger", None),
        (11, "user_id:u4", Some("P4")),
        (5, "phone_hash:ph", Some("P5")),
    ];
    let row = |(number, (day, subject, person)): (usize, (u32, &str, Option<&str>))| {
        let method = if person.is_some() { "deterministic" } else { "none" };
        let own = json!({"request_time": at(day, 12), "use_case_id": "hero", "person_id_used": person, "identity_method": method,
            "subject_ids": [{"id_type": parts(subject).0, "id_hash": parts(subject).1}]});
        merged(fact(&format!("d{number}"), "decision", day, 12), own)
    };
    made.into_iter().enumerate().map(row).collect()
}

fn write(folder: &Path, log: &str, rows: &[Value]) -> String {
    let place = folder.join("lake").join(log);
    std::fs::create_dir_all(&place).unwrap();
    std::fs::write(place.join("rows.ndjson"), rows.iter().map(|row| format!("{row}\n")).collect::<String>()).unwrap();
    format!("[logs.{log}]\nstore = \"lake\"\npath = \"{log}/\"\nformat = \"ndjson\"\n")
}

/// The world as of this day, served while the folder is kept.
fn served(as_of: &str) -> (tempfile::TempDir, Server) {
    let folder = tempfile::tempdir().unwrap();
    let logs = [("identity_map", map()), ("identity_observations", sightings()), ("identity_links", links()), ("decisions", decisions())];
    let sources: String = logs.iter().map(|(log, rows)| write(folder.path(), log, rows)).collect();
    let head = format!("as_of = \"{as_of}T00:00:00Z\"\n[cache]\nurl = \"file:cache\"\n[stores.lake]\nurl = \"file:lake\"\n");
    let server = serve(&write_config(folder.path(), &format!("{head}{sources}")), &[], &[]);
    (folder, server)
}

/// Measures of a metric; what has no value is unknown.
type Figures<'a> = &'a [(&'a str, Option<f64>)];

#[test]
fn every_figure_is_the_one_worked_out_by_hand() {
    let expected: &[(&str, Figures<'_>)] = &[
        ("match_rate_obs", &[("match_rate", Some(7.0 / 10.0)), ("own_match_rate", Some(9.0 / 17.0)), ("n", Some(10.0))]),
        (
            "link_methods",
            &[("deterministic_share", Some(2.0 / 3.0)), ("probabilistic_share", Some(1.0 / 3.0)), ("retracted_share", Some(0.0))],
        ),
        (
            "ids_per_person",
            &[
                ("p50_ids", Some(2.0)),
                ("p99_ids", Some(3.0)),
                ("largest_cluster", Some(3.0)),
                ("blob_share", Some(2.0 / 11.0)),
                ("n", Some(6.0)),
            ],
        ),
        ("conflict_rate", &[("conflict_rate", Some(1.0 / 6.0)), ("two_users", Some(1.0)), ("two_countries", None)]),
        ("fragmentation", &[("split_share", Some(1.0 / 3.0)), ("persons_per_customer", Some(4.0 / 3.0))]),
        (
            "stability_7d",
            &[
                ("unchanged_share", Some(22.0 / 24.0)),
                ("forgotten", Some(1.0)),
                ("renamed", Some(2.0)),
                ("splits", Some(1.0)),
                ("merges", Some(1.0)),
                ("n", Some(24.0)),
            ],
        ),
        (
            "as_of_correctness",
            &[
                ("correct_share", Some(4.0 / 7.0)),
                ("missed_share", Some(1.0 / 7.0)),
                ("stale_share", Some(1.0 / 7.0)),
                ("unbacked_share", Some(1.0 / 7.0)),
            ],
        ),
        ("contradicted_later", &[("contradicted", None), ("so_far", Some(1.0 / 7.0)), ("of_known", None), ("n", Some(0.0))]),
        (
            "time_to_link",
            &[
                ("p50_h", None),
                ("linked_24h", Some(2.0 / 11.0)),
                // Nobody was watched for 30 days.
                ("linked_30d", None),
                ("linked_only_p50_h", Some(22.0)),
                ("never_linked", Some(7.0)),
            ],
        ),
        ("cross_channel_recognised", &[("recognised", Some(0.5)), ("people", Some(2.0)), ("joined_persons", Some(2.0))]),
        ("identity_precision", &[("b3_precision", None), ("pair_precision", None), ("conflict_rate", Some(1.0 / 6.0))]),
        ("identity_recall", &[("b3_recall", None), ("split_share", Some(1.0 / 3.0))]),
    ];
    let (_folder, server) = served("2026-04-01");
    for (metric, figures) in expected {
        check_figures(&server, metric, figures);
    }
}

#[test]
fn whether_a_decision_is_contradicted_is_settled_thirty_days_later() {
    let (_folder, server) = served("2026-05-01");
    let figures = [("contradicted", Some(1.0 / 7.0)), ("so_far", Some(1.0 / 7.0)), ("of_known", Some(1.0 / 5.0)), ("n", Some(7.0))];
    check_figures(&server, "contradicted_later", &figures);
}

fn check_figures(server: &Server, metric: &str, figures: Figures<'_>) {
    let answer = get(&server.http, &format!("/m/{metric}.json?{RANGE}"));
    assert_eq!(answer.status, 200, "{metric}: {}", answer.text());
    let row = answer.json()["rows"][0].clone();
    for (column, figure) in figures {
        let found = row[*column].as_f64();
        let is_same = found.zip(*figure).map_or(found.is_none() && figure.is_none(), |(found, figure)| (found - figure).abs() < 1e-9);
        assert!(is_same, "{metric}.{column}: {figure:?} by hand, found {row}");
    }
}

#[test]
fn a_type_that_a_channel_never_carries_is_unknown_and_one_that_is_never_known_is_zero() {
    let (_folder, server) = served("2026-04-01");
    let cells = rows_over_http(&server.http, "select * from metrics.identity_match_rates");
    let never_carried = cell(&cells, "device_id", "web");
    assert!(never_carried["match_rate"].is_null() && never_carried["is_carried"] == false, "{never_carried}");
    assert_eq!(cell(&cells, "email_hash", "email")["match_rate"], 0.0);
    assert_eq!(cell(&cells, "user_id", "web")["match_rate"], 1.0);
}
