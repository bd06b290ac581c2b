//! A programme of a few rows, with one fault for each check.

use serde_json::{Value, json};

/// Approvals: stage, risk, role, actor, day, how many. Those of low and standard risk by brand, and of Ann before her right ended,
/// are by right; the others are beyond the right's risk, of another's stage, or too late.
const GIVEN: [(&str, &str, &str, &str, u32, u32); 6] = [
    ("brand", "standard", "brand_manager", "bea", 12, 20),
    ("brand", "low", "brand_manager", "bea", 12, 10),
    ("brand", "regulated", "brand_manager", "bea", 12, 4),
    ("legal", "standard", "brand_manager", "bea", 12, 2),
    ("legal", "regulated", "counsel", "ann", 5, 2),
    ("legal", "regulated", "counsel", "ann", 12, 2),
];

/// Message, customer, campaign and day.
const SENT: [(&str, &str, Option<&str>, u32); 6] = [
    ("m1", "u1", Some("spring"), 5),
    ("m2", "u2", Some("spring"), 5),
    ("m3", "u2", Some("spring"), 9),
    ("m4", "u3", Some("spring"), 9),
    ("m5", "u1", Some("autumn"), 9),
    ("m6", "u2", None, 9),
];

/// Experiment, arm, unit and day.
const MET: [(&str, &str, &str, u32); 4] =
    [("over", "control", "u1", 5), ("over", "treatment", "u2", 5), ("early", "treatment", "u1", 4), ("unplanned", "treatment", "u1", 5)];

/// Use case, kind and propensity.
const DECIDED: [(&str, &str, Option<f64>); 5] = [
    ("hero", "contextual", Some(0.5)),
    ("hero", "random", Some(0.5)),
    ("sort", "contextual", Some(0.5)),
    ("sort", "contextual", None),
    ("sort", "rule", None),
];

/// Every log with its rows.
pub(super) fn logs() -> Vec<(&'static str, Vec<Value>)> {
    vec![
        ("approvals", [given(), versions(), calls()].concat()),
        ("deliveries", SENT.iter().map(message).collect()),
        ("exposures", MET.iter().map(exposure).collect()),
        ("decisions", DECIDED.iter().map(decision).collect()),
        ("events", [Some(false), Some(false), Some(false), None].into_iter().enumerate().map(event).collect()),
        ("consents", consents()),
        ("experiments", vec![plan("over", "hero", "conversion_rate", 1, 10), plan("early", "sort", "delight", 6, 20)]),
        ("campaigns", campaigns()),
        ("decision_rights", rights()),
        ("metric_definitions", definitions()),
        ("systems", systems()),
    ]
}

fn at(day: u32, hour: u32) -> String {
    format!("2026-03-{day:02}T{hour:02}:00:00Z")
}

fn over(mut row: Value, own: &Value) -> Value {
    row.as_object_mut().unwrap().extend(own.as_object().unwrap().clone());
    row
}

/// A row in its envelope.
fn fact(source: &str, time: &str, own: &Value) -> Value {
    let envelope = json!({
        "event_id": format!("{time} {own}"), "source": source, "type": "fact", "event_time": time, "ingest_time": time,
        "time_precision": "ms", "environment": "prod", "is_test": false, "is_bot": false,
    });
    over(envelope, own)
}

fn approval(object: &str, action: &str, time: &str, own: &Value) -> Value {
    let row = json!({
        "workflow_id": object, "object_type": "message", "object_id": object, "object_version": "1", "stage_no": 1,
        "stage_name": "brand", "action": action, "actor_id": "bea", "actor_role": "brand_manager", "risk_tier": "standard",
    });
    fact("/flow", time, &over(row, own))
}

fn given() -> Vec<Value> {
    let mut rows = Vec::new();
    for (stage, tier, role, actor, day, times) in GIVEN {
        let own = json!({"stage_name": stage, "risk_tier": tier, "actor_role": role, "actor_id": actor});
        rows.extend((0..times).map(|number| approval(&format!("{stage}-{tier}-{day}-{number}"), "approved", &at(day, 10), &own)));
    }
    rows
}

/// Twenty that took ten hours, and two that are open.
fn versions() -> Vec<Value> {
    let moved = |version: &str, action: &str, time: String| approval(version, action, &time, &json!({}));
    let usual = (0..20).map(|number| format!("usual-{number}"));
    let mut rows: Vec<Value> =
        usual.flat_map(|version| [moved(&version, "submitted", at(9, 0)), moved(&version, "published", at(9, 10))]).collect();
    rows.extend([moved("old", "submitted", at(28, 8)), moved("new", "submitted", at(29, 19))]);
    rows
}

/// Policies that ship what an experiment found.
fn calls() -> Vec<Value> {
    let call = |experiment: &str, day: u32| {
        approval(experiment, "published", &at(day, 10), &json!({"object_type": "policy", "extra": {"experiment_id": experiment}}))
    };
    vec![call("over", 18), call("early", 21), call("unplanned", 21)]
}

fn message((message, user, campaign, day): &(&str, &str, Option<&str>, u32)) -> Value {
    let own = json!({
        "message_id": message, "user_id": user, "campaign_id": campaign, "channel": "email", "provider": "esp", "status": "sent",
    });
    fact("/esp", &at(*day, 10), &own)
}

fn exposure((experiment, arm, unit, day): &(&str, &str, &str, u32)) -> Value {
    let own = json!({
        "experiment_id": experiment, "variant_id": arm, "unit_type": "person", "unit_id_hash": unit, "would_have": *arm == "control",
    });
    fact("/shop", &at(*day, 10), &own)
}

fn decision((use_case, kind, propensity): &(&str, &str, Option<f64>)) -> Value {
    let own = json!({
        "use_case_id": use_case, "request_time": at(12, 10), "decision_time": at(12, 10), "decision_kind": kind,
        "propensity": propensity, "subject_ids": [{"id_type": "user_id", "id_hash": "u1"}], "policy_id": "ranker",
        "policy_version": "1", "action_id": "a", "is_fallback": false, "reason": "targeting_match", "placement": "top", "channel": "web",
    });
    fact("/engine", &at(12, 10), &own)
}

fn event((number, is_bot): (usize, Option<bool>)) -> Value {
    let own = json!({"type": "page_viewed", "user_id": "u1", "channel": "web", "path": format!("/{number}"), "is_bot": is_bot});
    fact("/shop", &at(12, 10), &own)
}

fn consents() -> Vec<Value> {
    let consent = |subject: &str, state: &str, from: String, to: Option<String>| json!({"subject": subject, "purpose": "marketing", "channel": "email", "state": state, "valid_from": from, "valid_to": to});
    vec![
        consent("u1", "granted", at(1, 0), None),
        consent("u2", "granted", at(1, 0), Some(at(8, 0))),
        consent("u2", "withdrawn", at(8, 0), None),
        consent("u3", "granted", at(20, 0), None),
    ]
}

fn plan(experiment: &str, use_case: &str, metric: &str, registered: u32, end: u32) -> Value {
    let arm = |variant: &str, is_control: bool| json!({"variant_id": variant, "weight": 0.5, "is_control": is_control});
    json!({
        "experiment_id": experiment, "unit_type": "person", "arms": [arm("control", true), arm("treatment", false)],
        "use_case_id": use_case, "primary_metric_id": metric, "planned_end": at(end, 10),
        "plan_registered_time": at(registered, 10), "plan_hash": "hash",
    })
}

fn campaigns() -> Vec<Value> {
    vec![
        json!({"campaign_id": "spring", "accountable_id": "ann"}),
        json!({"campaign_id": "summer", "owner_id": "bob"}),
        json!({"campaign_id": "winter", "end_time": at(1, 0)}),
    ]
}

fn rights() -> Vec<Value> {
    vec![
        json!({"decision_right_id": "b", "scope": "brand", "risk_tier": "standard", "role": "brand_manager", "valid_from": at(1, 0)}),
        json!({"decision_right_id": "l", "scope": "legal", "person_id": "ann", "valid_from": at(1, 0), "valid_to": at(10, 0)}),
    ]
}

fn definitions() -> Vec<Value> {
    let all = [("conversion", "1", "a"), ("conversion", "2", "a"), ("revenue", "1", "a"), ("revenue", "2", "b")];
    all.map(|(metric, version, hash)| json!({"metric_id": metric, "version": version, "sql_hash": hash})).to_vec()
}

fn systems() -> Vec<Value> {
    vec![
        json!({"system_id": "/shop", "contract_ref": "shop"}),
        json!({"system_id": "/flow", "contract_ref": "flow"}),
        json!({"system_id": "/engine"}),
    ]
}
