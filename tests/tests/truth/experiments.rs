//! What the tables of experiments say, against the effects and defects that were planted.

use std::collections::{BTreeMap, BTreeSet};

use gaugeglass_tests::rows_over_http;
use serde_json::Value;

use super::{complaint, complaint_within, item, truth};

/// A planted effect as a row of `metrics.experiment_results`: id, experiment, metric, days.
const EFFECTS: &[(&str, &str, &str, i64)] = &[
    ("P2.conversion_7d", "behaviour_flow", "conversion_rate", 7),
    ("P3.pdp_visits_7d", "pdp_modules", "pdp_visits_per_user", 7),
    ("P4.aov_28d", "carousels", "aov", 28),
    ("P4.orders_28d", "carousels", "orders_per_user", 28),
    ("P4.revenue_7d", "carousels", "revenue_per_user", 7),
    ("P4.revenue_28d", "carousels", "revenue_per_user", 28),
    ("P4b.aov_28d", "cheap_decoy", "aov", 28),
    ("P4b.revenue_7d", "cheap_decoy", "revenue_per_user", 7),
    ("P4b.revenue_28d", "cheap_decoy", "revenue_per_user", 28),
    ("P5a.conversion_7d", "geo_city", "conversion_rate", 7),
    ("P5b.conversion_7d", "geo_store", "conversion_rate", 7),
    ("P6.orders_24h", "search_push", "orders_24h", 1),
    ("P6.retention_30d", "search_push", "retention_30d", 37),
    ("P7.conversion_7d", "theater", "conversion_rate", 7),
    ("P8.conversion_7d", "fast_but_stale", "conversion_rate", 7),
];

/// What an arm did, as planted and as a metric of the table.
const MEASURES: &[(&str, &str)] = &[
    ("conversion", "conversion_rate"),
    ("orders_per_user", "orders_per_user"),
    ("revenue_per_user_net", "revenue_per_user"),
    ("aov_net", "aov"),
    ("retention", "retention_30d"),
];

type Key = (String, String, i64);

fn results() -> BTreeMap<Key, Value> {
    let rows = rows_over_http(&truth().server.http, "select * from metrics.experiment_results");
    let key = |row: &Value| {
        let text = |column: &str| row[column].as_str().unwrap().to_owned();
        (text("experiment_id"), text("metric"), row["window_days"].as_i64().unwrap())
    };
    let treated = rows.as_array().unwrap().iter().filter(|row| row["variant_id"] == "treatment");
    treated.map(|row| (key(row), row.clone())).collect()
}

fn health() -> BTreeMap<String, Value> {
    let rows = rows_over_http(&truth().server.http, "select * from metrics.experiment_health");
    rows.as_array().unwrap().iter().map(|row| (row["experiment_id"].as_str().unwrap().to_owned(), row.clone())).collect()
}

/// Whether an effect is planted with a number and the noise to compare it by; small tiers lack a few.
fn is_measurable(id: &str) -> bool {
    truth().items.get(id).is_some_and(|item| item["truth"].is_number() && item["tolerance"]["se"].is_number())
}

#[test]
fn every_planted_effect_is_within_its_error() {
    let results = results();
    let mut compared = 0;
    let mut wrong = Vec::new();
    for (id, experiment, metric, days) in EFFECTS {
        let row = &results[&((*experiment).to_owned(), (*metric).to_owned(), *days)];
        for (part, column) in [("relative", "lift"), ("difference", "difference")] {
            let id = format!("{id}.{part}");
            // Without a conversion in the control there is no relative figure, and none is shown.
            if is_measurable(&id) && !(row[column].is_null() && row["control_estimate"].as_f64() == Some(0.0)) {
                compared += 1;
                wrong.extend(complaint(&id, &row[column]));
            }
        }
    }
    assert!(compared >= 20, "only {compared} effects were compared");
    assert!(wrong.is_empty(), "{} of {compared} differ:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn every_arm_of_the_table_is_exact() {
    let results = results();
    let mut compared = 0;
    let mut wrong = Vec::new();
    for (id, planted) in truth().items.iter().filter(|(id, _)| id.starts_with("arm.")) {
        let slice = &planted["slice"];
        let Some((_, metric)) = MEASURES.iter().find(|(measure, _)| planted["measure"] == *measure) else { continue };
        let days = slice["window_days"].as_i64().unwrap_or(37);
        let experiment = slice["experiment_id"].as_str().unwrap_or_default().to_owned();
        let Some(row) = results.get(&(experiment, (*metric).to_owned(), days)) else { continue };
        let column = match slice["variant_id"].as_str() {
            Some("control") => "control_estimate",
            Some("treatment") => "estimate",
            _ => continue,
        };
        let is_blocked = row["grade"] == "E0";
        let is_absent = planted["truth"].is_null() && row[column].is_null();
        if !is_blocked && !is_absent {
            compared += 1;
            wrong.extend(complaint_within(id, &row[column], 1e-6));
        }
    }
    assert!(compared > 100, "only {compared} arms were compared");
    assert!(wrong.is_empty(), "{} of {compared} differ:\n{}", wrong.len(), wrong.join("\n"));
}

/// The flags that a reader of the experiment meets, on the rows of its deciding metric and in its health.
fn flags(experiment: &str, results: &BTreeMap<Key, Value>, health: &BTreeMap<String, Value>) -> BTreeSet<String> {
    let rows = results.iter().filter(|((id, ..), row)| id == experiment && row["is_primary"] == true).map(|(_, row)| row);
    let lists = rows.chain(health.get(experiment)).filter_map(|row| row["flags"].as_str());
    lists.flat_map(|flags| flags.split(", ")).map(str::to_owned).collect()
}

#[test]
fn what_must_be_flagged_is_flagged_and_nothing_that_must_not() {
    let (results, health) = (results(), health());
    let known = ["M2", "M3", "theater", "faster_irrelevance", "aov_up_revenue_flat"];
    let mut compared = 0;
    for (id, planted) in &truth().items {
        let Some(experiment) = planted["slice"]["experiment_id"].as_str() else { continue };
        let found = flags(experiment, &results, &health);
        let listed = |key: &str| planted[key].as_array().cloned().unwrap_or_default();
        for flag in listed("must_flag").iter().filter_map(Value::as_str).filter(|flag| known.contains(flag)) {
            assert!(found.contains(flag), "{id}: {experiment} must be flagged {flag}, and is {found:?}");
            compared += 1;
        }
        for flag in listed("must_not_flag").iter().filter_map(Value::as_str) {
            assert!(!found.contains(flag), "{id}: {experiment} must not be flagged {flag}");
            compared += 1;
        }
    }
    assert!(compared >= 15, "only {compared} flags were compared");
}

#[test]
fn only_the_experiments_that_were_spoilt_are_flagged() {
    let (results, health) = (results(), health());
    let flagged = |flag: &str| -> Vec<&String> { health.keys().filter(|id| flags(id, &results, &health).contains(flag)).collect() };
    assert_eq!(flagged("M2"), ["srm_ios"]);
    assert_eq!(flagged("M3"), ["jumping"]);
    assert_eq!(flagged("theater"), ["theater"]);
    assert_eq!(flagged("faster_irrelevance"), ["fast_but_stale"]);
    // Where there are too few people to show that revenue rose, the true rise is guarded, too.
    let hollow = flagged("aov_up_revenue_flat");
    assert!(hollow.iter().all(|id| ["carousels", "cheap_decoy"].contains(&id.as_str())), "{hollow:?}");
}

#[test]
fn verdicts_say_what_is_wrong_in_words() {
    let (results, health) = (results(), health());
    let verdict = |experiment: &str, metric: &str, days: i64| {
        let row = &results[&(experiment.to_owned(), metric.to_owned(), days)];
        row["verdict"].as_str().unwrap().to_owned()
    };
    let blocked = verdict("srm_ios", "conversion_rate", 7);
    assert!(blocked.starts_with("Blocked: units went missing") && blocked.contains("/shop/ios"), "{blocked}");
    let hollow = verdict("cheap_decoy", "aov", 28);
    assert!(hollow.starts_with("Do not ship on this: orders look worth more, but users are not shown to be."), "{hollow}");
    let theatre = verdict("theater", "conversion_rate", 7);
    assert!(theatre.contains("hardly a treatment") && theatre.contains("% of answers were what everybody gets"), "{theatre}");
    let reasons = health["srm_ios"]["reasons"].as_str().unwrap();
    assert!(reasons.contains("Units went missing") && reasons.contains("/shop/ios"), "{reasons}");
    assert_eq!(health["srm_ios"]["state"], "blocked");
    assert_eq!(health["jumping"]["state"], "unhealthy");
}

#[test]
fn a_blocked_experiment_shows_no_effect() {
    let blocked: Vec<Value> = results().into_iter().filter(|((id, ..), _)| id == "srm_ios").map(|(_, row)| row).collect();
    assert!(!blocked.is_empty());
    for row in &blocked {
        for column in ["estimate", "control_estimate", "lift", "lo", "hi", "difference", "p_value", "adjusted_p_value", "mde"] {
            assert!(row[column].is_null(), "{column} of {row}");
        }
    }
}

#[test]
fn twenty_experiments_that_change_nothing_ship_once_at_most() {
    let sql = "select count(*) as experiments, count(*) filter (where adjusted < 0.05) as ships from (\
               select holm(p_value) over () as adjusted from metrics.experiment_results \
               where experiment_id like 'aa\\_%' and metric = 'conversion_rate' and window_days = 7)";
    let row = rows_over_http(&truth().server.http, sql)[0].clone();
    assert_eq!(row["experiments"], 20);
    assert!(row["ships"].as_i64().unwrap() <= item("P12")["truth"].as_i64().unwrap(), "{row}");
}
