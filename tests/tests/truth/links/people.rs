//! A few people whose links can be worked out by hand, where the large world has nothing to show.

use std::collections::BTreeMap;

use gaugeglass_tests::{Server, get, rows_over_http, serve, write_config};
use serde_json::{Value, json};

use super::{near, number, text};

/// Everything happens in January.
const JANUARY: &str = "from=2026-01-01&to=2026-02-01&grain=total";

/// A few minutes after 10:00 of a day of January.
fn at(day: u32, ms: u32) -> String {
    format!("2026-01-{day:02}T10:{:02}:{:02}.{:03}Z", ms / 60_000, ms / 1_000 % 60, ms % 1_000)
}

#[derive(Default)]
struct Logs(BTreeMap<&'static str, Vec<Value>>);

impl Logs {
    /// Adds a fact of this time, with an id of its own.
    fn add(&mut self, log: &'static str, time: &str, row: Value) -> String {
        let rows = self.0.entry(log).or_default();
        let id = format!("{log}-{}", rows.len());
        let mut fact = json!({"event_id": id, "source": "/hand", "type": log, "channel": "web", "event_time": time, "ingest_time": time});
        merge(&mut fact, row);
        rows.push(fact);
        id
    }

    fn list(&mut self, log: &'static str, row: Value) {
        self.0.entry(log).or_default().push(row);
    }

    fn order(&mut self, who: &str, day: u32) {
        let (time, order) = (at(day, 0), format!("order of {who} on {day}"));
        self.add("orders", &time, json!({"order_id": order, "placed_time": time, "user_id": who, "currency": "EUR", "gross_revenue": 10}));
    }

    /// A decision about somebody on the 20th, answered after so many milliseconds.
    fn decide(&mut self, who: &str, wait_ms: u32, more: Value) -> String {
        let mut row = json!({
            "environment": "prod", "decision_kind": "rule", "action_id": "a", "default_action_id": "default", "is_fallback": false,
            "time_precision": "us", "request_time": at(20, 0), "decision_time": at(20, wait_ms), "feature_max_time": at(20, 0),
            "subject_ids": [{"id_type": "user_id", "id_hash": who}], "person_id_used": who, "identity_method": "deterministic",
        });
        merge(&mut row, more);
        self.add("decisions", &at(20, 0), row)
    }

    fn experiment(&mut self, id: &str, kind: &str, arms: [&str; 2]) {
        let arm = |variant: &str, is_control: bool| json!({"variant_id": variant, "weight": 0.5, "is_control": is_control});
        let arms = [arm(arms[0], true), arm(arms[1], false)];
        self.list(
            "experiments",
            json!({
                "experiment_id": id, "unit_type": "person", "kind": kind, "use_case_id": id,
                "primary_metric_id": "conversion_rate", "arms": arms,
            }),
        );
    }

    fn expose(&mut self, who: &str, experiment: &str, variant: &str) {
        let unit = json!({"experiment_id": experiment, "variant_id": variant, "unit_type": "person", "unit_id_hash": who});
        self.add("exposures", &at(20, 0), unit);
    }

    fn serve(self) -> World {
        let folder = tempfile::tempdir().unwrap();
        let mut config = "as_of = \"2026-03-01T00:00:00Z\"\ntime_zone = \"UTC\"\n[stores.lake]\nurl = \"file:lake\"\n".to_owned();
        for (log, rows) in self.0 {
            let place = folder.path().join("lake").join(log);
            std::fs::create_dir_all(&place).unwrap();
            let lines: String = rows.iter().map(|row| format!("{row}\n")).collect();
            std::fs::write(place.join("part.ndjson"), lines).unwrap();
            config += &format!("[logs.{log}]\nstore = \"lake\"\npath = \"{log}/\"\nformat = \"ndjson\"\n");
        }
        World { server: serve(&write_config(folder.path(), &config), &[], &[]), _folder: folder }
    }
}

fn merge(row: &mut Value, more: Value) {
    let more = more.as_object().cloned().unwrap_or_default();
    row.as_object_mut().unwrap().extend(more);
}

/// A served world; its folder goes when it does.
struct World {
    server: Server,
    _folder: tempfile::TempDir,
}

impl World {
    fn metric(&self, name: &str, query: &str) -> Value {
        let answer = get(&self.server.http, &format!("/m/{name}.json?{JANUARY}{query}"));
        assert_eq!(answer.status, 200, "{name}{query}: {}", answer.text());
        answer.json()["rows"][0].clone()
    }

    fn rows(&self, sql: &str) -> Vec<Value> {
        rows_over_http(&self.server.http, sql).as_array().unwrap().clone()
    }
}

/// Twenty wait 100 ms and twenty 500 ms. Of the first ten had ordered the day before and eight order the day after; of the
/// others nobody had, and two do. Whoever waits longer was another customer before.
#[test]
fn a_past_that_differs_with_the_wait_stamps_the_association_confounded() {
    let mut logs = Logs::default();
    for (wait_ms, before, after) in [(100, 10, 8), (500, 0, 2)] {
        for number in 0..20 {
            let who = format!("waits {wait_ms} {number}");
            logs.add("events", &at(20, 0), json!({"type": "page_viewed", "user_id": who}));
            logs.decide(&who, wait_ms, json!({"use_case_id": "hero"}));
            if number < before {
                logs.order(&who, 19);
            }
            if number < after {
                logs.order(&who, 21);
            }
        }
    }
    let world = logs.serve();
    let row = world.metric("latency_association", "");
    near("conversion", number(&row, "conversion_difference"), (2.0 - 8.0) / 20.0 / 4.0);
    near("before", number(&row, "before_difference"), -10.0 / 20.0 / 4.0);
    assert!(row["confounded"] == 1 && row["n"] == 40 && row["grade"] == "E2", "{row}");
    let table = world.rows("select * from metrics.latency_conversion");
    assert_eq!(table.iter().map(|row| text(row, "wait")).collect::<Vec<_>>(), ["to 200 ms", "to 1 s"]);
    assert!(table.iter().all(|row| row["stamp"] == "association, confounded"), "{table:?}");
    assert!(table[0]["adjusted_difference"].is_null(), "{table:?}");
    near("adjusted", number(&table[1], "adjusted_difference"), -6.0 / 20.0);
    near("before", number(&table[1], "before_difference"), -10.0 / 20.0);
}

/// Of each arm's eight, four get a fallback. Served: three of the treated order and one of the control. With a fallback: one
/// of either. The lift is 1/4 as assigned and 1/2 as served: half of the units lose 1/2 each.
#[test]
fn fallbacks_lose_what_the_served_gain() {
    let mut logs = Logs::default();
    logs.experiment("flow", "ab", ["off", "on"]);
    for (arm, is_fallback, buyers) in [("on", false, 3), ("on", true, 1), ("off", false, 1), ("off", true, 1)] {
        for number in 0..4 {
            let who = format!("{arm} {is_fallback} {number}");
            logs.expose(&who, "flow", arm);
            let decision = json!({
                "use_case_id": "flow", "experiment_id": "flow", "variant_id": arm, "holdout": arm == "off", "is_fallback": is_fallback,
            });
            logs.decide(&who, 100, decision);
            if number < buyers {
                logs.order(&who, 22);
            }
        }
    }
    let row = logs.serve().metric("lift_lost_to_fallbacks", "&p.experiment=flow");
    for (column, expected) in
        [("lost", 0.25), ("assigned_lift", 0.25), ("served_lift", 0.5), ("unserved_lift", 0.0), ("unserved_share", 0.5)]
    {
        near(column, number(&row, column), expected);
    }
    assert!(number(&row, "lo") < 0.0 && number(&row, "hi") > 0.25, "{row}");
}

/// Ten of twenty order who are written to at once, five of twenty after four hours; and of three intents one is answered with
/// another product than it was about.
#[test]
fn a_delay_by_chance_is_graded_so_and_another_product_is_unfaithful() {
    let mut logs = Logs::default();
    logs.experiment("delay", "send_delay", ["at once", "after 4 h"]);
    for (arm, buyers) in [("at once", 10), ("after 4 h", 5)] {
        for number in 0..20 {
            let who = format!("{arm} {number}");
            logs.expose(&who, "delay", arm);
            if number < buyers {
                logs.order(&who, 21);
            }
        }
    }
    let rule = "type = 'intent_detected' and category = 'drop'";
    logs.list("use_cases", json!({"use_case_id": "drop", "intent_rule": rule, "deadline_s": 3600, "valid_from": at(1, 0)}));
    for (who, meant, shown) in [("ida", "p1", "p1"), ("ike", "p1", "p2"), ("ivy", "p2", "p2")] {
        let signal = json!({"type": "intent_detected", "category": "drop", "user_id": who, "product_id": meant});
        let intent = logs.add("events", &at(20, 0), signal);
        let decision = json!({"use_case_id": "drop", "trigger_event_id": intent, "trigger_time": at(20, 0)});
        let decision = logs.decide(who, 100, decision);
        for (status, ms) in [("sent", 240_000), ("delivered", 300_000)] {
            let message = json!({
                "message_id": who, "decision_id": decision, "status": status, "provider": "hand", "user_id": who,
                "items": [{"product_id": shown}],
            });
            logs.add("deliveries", &at(20, ms), message);
        }
    }
    let world = logs.serve();
    let table = world.rows("select * from metrics.timing_dose_response where use_case_id = 'delay'");
    let told: Vec<(&str, f64, &str)> = table.iter().map(|row| (text(row, "wait"), number(row, "conversion"), text(row, "grade"))).collect();
    assert_eq!(told, [("after 4 h", 0.25, "E5"), ("at once", 0.5, "E5")]);
    let sent = world.rows("select * from metrics.timing_dose_response where use_case_id = 'drop'");
    assert!(sent.len() == 1 && sent[0]["wait"] == "to 10 min" && sent[0]["grade"] == "E2", "{sent:?}");
    assert!(sent[0]["people"] == 3 && sent[0]["conversion"].is_null(), "too few to show: {sent:?}");
    near("arrived", number(&world.metric("signals_arrived", ""), "arrived_share"), 2.0 / 3.0);
    let lost = world.rows("select * from metrics.signal_to_value where use_case_id = 'drop' and stage = 'unfaithful'");
    assert!(lost[0]["lost"] == 1 && lost[0]["arrived_if_mended"] == 1.0, "{lost:?}");
}
