//! Experiments, campaigns, use cases, systems and metric definitions.

use serde_json::{Value, json};

use crate::World;
use crate::campaigns as names;
use crate::clock::{DAY, START, iso};
use crate::defects::Family;
use crate::experiments::{self, CONTROL, Experiment, TREATMENT};
use crate::plants::{timing, waterfall};

pub(super) fn experiments() -> Vec<Value> {
    experiments::all().iter().map(experiment).collect()
}

fn experiment(experiment: &Experiment) -> Value {
    json!({
        "experiment_id": experiment.id,
        "unit_type": experiment.unit_type,
        "arms": arms(experiment),
        "use_case_id": experiment.use_case,
        "kind": experiment.kind,
        "planned_start": iso(experiment.start),
        "planned_end": iso(experiment.end),
        "primary_metric_id": experiment.metric,
        "guardrails": ["unsubscribe_per_1000"],
        "mde": experiment.mde,
        "plan_registered_time": iso(START),
        "plan_hash": blake3::hash(experiment.id.as_bytes()).to_hex()[..12].to_owned(),
    })
}

fn arms(experiment: &Experiment) -> Value {
    let arm = |variant: &str, weight: f64, is_control: bool| json!({"variant_id": variant, "weight": weight, "is_control": is_control});
    if experiment.id == "latency_injection" {
        let third = 1.0 / 3.0;
        return json!([arm(CONTROL, third, true), arm("plus_100", third, false), arm("plus_250", third, false)]);
    }
    if experiment.treated >= 1.0 {
        return json!([arm(TREATMENT, 1.0, false)]);
    }
    json!([arm(CONTROL, 1.0 - experiment.treated, true), arm(TREATMENT, experiment.treated, false)])
}

pub(super) fn campaigns() -> Vec<Value> {
    names::ALL
        .iter()
        .map(|campaign| {
            json!({
                "campaign_id": campaign,
                "use_case_id": campaign,
                "owner_id": "owner-lifecycle",
                "accountable_id": "head-of-crm",
                "risk_tier": "standard",
                "channels": ["email"],
                "start_time": iso(START),
                "control_share": if *campaign == names::CART_REMINDER { 0.1 } else { 0.5 },
                "objective_metric_id": "conversion_rate",
            })
        })
        .collect()
}

/// Intent rule, earliest and latest second.
const USE_CASES: [(&str, &str, i64, i64); 18] = [
    (names::CART_REMINDER, "60 minutes after the last action on a cart without an order", 0, 86_400),
    (names::BEHAVIOUR_FLOW, "type = 'session_started'", 0, 1),
    (names::PRODUCT_RECO, "type = 'page_viewed'", 0, 1),
    (names::PDP_MODULES, "type = 'page_viewed'", 0, 1),
    (names::CAROUSELS, "type = 'page_viewed'", 0, 1),
    (names::RECO_LIFT, "type = 'page_viewed'", 0, 1),
    (names::SEARCH_PUSH, "second products_searched with the same query_norm within 7 days", 0, 3_600),
    (names::GEO_OFFER, "type = 'location_updated'", 0, 900),
    (names::B2B_DOWNLOAD, "type = 'content_downloaded'", 0, 3_600),
    (names::BROWSE_FOLLOW_UP, "type = 'intent_detected' and category = 'browse_follow_up'", timing::MIN_DELAY_S, timing::DEADLINE_S),
    (names::PRICE_DROP, "type = 'intent_detected' and category = 'price_drop'", 0, waterfall::DEADLINE_S),
    (names::THEATER, "type = 'session_started'", 0, 1),
    (names::FAST_BUT_STALE, "type = 'session_started'", 0, 1),
    (names::SEARCH_RANKING, "type = 'products_searched'", 0, 1),
    (names::HOME_HERO, "type = 'page_viewed'", 0, 1),
    (names::CATEGORY_SORT, "type = 'product_list_viewed'", 0, 1),
    (names::CHECKOUT_UPSELL, "type = 'checkout_started'", 0, 1),
    (names::SEARCH_SUGGEST, "type = 'intent_detected' and category = 'search_suggest'", 0, 1),
];

pub(super) fn use_cases() -> Vec<Value> {
    let scheduled = (names::EMAIL_CONTENT, "scheduled sending", 0, 3_600);
    USE_CASES
        .into_iter()
        .chain([scheduled])
        .map(|(use_case, rule, min_delay_s, deadline_s)| {
            json!({
                "use_case_id": use_case,
                "intent_rule": rule,
                "min_delay_s": min_delay_s,
                "deadline_s": deadline_s,
                "slo_target": 0.99,
                "owner_id": "owner-lifecycle",
                "value_per_conversion": "12.5000",
                "currency": "USD",
                "evidence_ref": "holdout curve of 2025",
                "declared_time": iso(START - 30 * DAY),
                "valid_from": iso(START - 30 * DAY),
            })
        })
        .collect()
}

/// System, the logs it feeds, and the ages in seconds at which it is late and at fault.
const SYSTEMS: [(&str, &[&str], i64, i64, &str); 11] = [
    ("/shop/web", &["events", "exposures"], 3_600, 10_800, "high"),
    ("/shop/ios", &["events", "exposures"], 3_600, 10_800, "high"),
    ("/shop/android", &["events", "exposures"], 3_600, 10_800, "high"),
    ("/shop/server", &["events", "orders"], 86_400, 604_800, "medium"),
    ("/oms", &["orders"], 21_600, 86_400, "critical"),
    ("/decisions/engine", &["decisions"], 3_600, 86_400, "critical"),
    ("/decisions/email", &["decisions"], 86_400, 172_800, "medium"),
    ("/braze/currents", &["deliveries"], 43_200, 172_800, "high"),
    ("/identity/resolver", &["identity_observations", "identity_links", "identity_map"], 604_800, 1_209_600, "high"),
    ("/experiments", &["assignments"], 86_400, 604_800, "high"),
    ("/approvals/flow", &["approvals"], 86_400, 172_800, "medium"),
];

pub(super) fn systems() -> Vec<Value> {
    SYSTEMS
        .iter()
        .map(|(system, feeds, warn, error, criticality)| {
            json!({
                "system_id": system,
                "owner_id": "owner-platform",
                "feeds": feeds,
                "expected_freshness_warn_s": warn,
                "expected_freshness_error_s": error,
                "contract_ref": format!("contracts{system}"),
                "criticality": criticality,
            })
        })
        .collect()
}

pub(super) fn metric_definitions(world: &World) -> Vec<Value> {
    let definition = |metric: &str, version: &str, sql_hash: &str| json!({"metric_id": metric, "version": version, "sql_hash": sql_hash, "owner_id": "owner-insights"});
    let mut definitions: Vec<Value> = ["conversion", "aov", "retention", "revenue"]
        .iter()
        .map(|metric| definition(metric, "1", &blake3::hash(metric.as_bytes()).to_hex()[..12]))
        .collect();
    if world.defects.has(Family::DefinitionConflict) {
        definitions.push(definition("conversion", "1b", "5e55105e55ed"));
    }
    definitions
}
