//! Promises, their budgets and their alerts, against the incidents that were planted.

use std::collections::{BTreeMap, BTreeSet};

use gaugeglass_tests::{escaped, get, rows_over_http};
use serde_json::Value;

use super::{complaint, item, seconds, text, truth};

/// Two days after incident A, which is more than thirty days before the world ends.
const AFTER_INCIDENT_A: &str = "2026-03-12T00:00:00Z";

fn now(sql: &str) -> Vec<Value> {
    rows_over_http(&truth().server.http, sql).as_array().unwrap().clone()
}

fn at(instant: &str, sql: &str) -> Vec<Value> {
    let found = get(&truth().server.http, &format!("/sql.json?q={}&as_of={}", escaped(sql), escaped(instant)));
    assert_eq!(found.status, 200, "{sql}: {}", found.text());
    found.json()["rows"].as_array().unwrap().clone()
}

/// The episodes of a use case's rule, as seconds.
fn episodes(alerts: &[Value], planted: &Value) -> Vec<(f64, f64)> {
    let slice = format!("use_case_id={}", text(&planted["slice"], "use_case_id"));
    let mut episodes: Vec<(f64, f64)> = alerts
        .iter()
        .filter(|alert| alert["slice"] == slice.as_str() && alert["pair"] == planted["slice"]["rule"])
        .map(|alert| (seconds(text(alert, "fired_at")), seconds(text(alert, "cleared_at"))))
        .collect();
    episodes.sort_by(|one, other| one.0.total_cmp(&other.0));
    episodes
}

#[test]
fn alerts_fire_and_clear_in_the_minutes_that_were_planted() {
    let sql = "select slice, pair, fired_at, cleared_at from metrics.slo_alerts where severity <> 'no_data'";
    let (then, now) = (at(AFTER_INCIDENT_A, sql), now(sql));
    let mut fired = BTreeSet::new();
    for (plant, alerts) in [("L2", &then), ("L3", &now)] {
        for rule in ["1h/5m", "6h/30m", "1d/2h", "3d/6h"] {
            let planted = item(&format!("{plant}.{rule}"));
            let spans = planted["truth"].as_array().unwrap().iter();
            let expected: Vec<(f64, f64)> =
                spans.map(|span| (seconds(span[0].as_str().unwrap()), seconds(span[1].as_str().unwrap()))).collect();
            assert_eq!(episodes(alerts, planted), expected, "{plant}.{rule}");
            fired.extend((!expected.is_empty()).then(|| format!("{plant}.{rule}")));
        }
    }
    // The page for the incident, the slow ticket for the leak, and nothing else.
    assert_eq!(fired.into_iter().collect::<Vec<_>>(), ["L2.1h/5m", "L3.3d/6h"]);
}

#[test]
fn the_incident_spent_the_planted_part_of_the_budget() {
    let slice = &item("L2.budget_spent")["slice"];
    let sql = format!(
        "select burn_rate(sum(valid - good), sum(valid), 0.99) as spent, sum(valid - good) as bad, sum(valid) as valid \
         from meta.slo_minutes where slo = 'decision_slo' and slice = 'use_case_id={}' and minute >= '{}' and minute < '{}'",
        text(slice, "use_case_id"),
        text(slice, "from"),
        text(slice, "to")
    );
    let row = at(AFTER_INCIDENT_A, &sql)[0].clone();
    assert_eq!(complaint("L2.budget_spent", &row["spent"]), None);
    assert_eq!(item("L2.budget_spent")["n"], serde_json::json!([row["valid"], row["bad"]]));
}

#[test]
fn budgets_of_the_last_thirty_days_are_exact_and_a_broken_promise_is_called_broken() {
    let rows = now("select * from metrics.slo_status where slo = 'decision_slo' and valid > 0");
    assert!(rows.len() >= 10, "{rows:?}");
    let (mut broken, mut planted) = (BTreeSet::new(), BTreeSet::new());
    for row in &rows {
        let use_case = text(row, "slice").trim_start_matches("use_case_id=");
        let id = format!("slo.{use_case}.budget_30d");
        assert_eq!(complaint(&id, &row["budget_remaining"]), None);
        assert_eq!(complaint(&format!("slo.{use_case}.good_30d"), &row["good_share"]), None);
        broken.extend((row["state"] == "broken").then_some(use_case));
        planted.extend((item(&id)["truth"].as_f64() < Some(0.0)).then_some(use_case));
    }
    assert!(planted.contains("checkout_upsell"), "{planted:?}");
    assert_eq!(broken, planted);
}

#[test]
fn a_feed_that_stopped_is_no_data_and_an_alert_of_its_own() {
    // The engines of the world log their last request a day before it ends.
    let burns = now("select state from metrics.slo_burn where slice = 'use_case_id=category_sort' and severity = 'page'");
    assert!(burns.len() == 2 && burns.iter().all(|row| row["state"] == "no_data"), "{burns:?}");
    let sql = "select fired_at, cleared_at from metrics.slo_alerts where severity = 'no_data' and slice = 'use_case_id=category_sort'";
    let stops = now(sql);
    assert_eq!(stops.len(), 1, "{stops:?}");
    // An hour after the last request's minute: more than thirty come in an hour.
    assert_eq!((text(&stops[0], "fired_at"), &stops[0]["cleared_at"]), ("2026-05-04T01:00:00Z", &Value::Null));
    let stale = now("select * from metrics.slo_status where evaluation_lag_s < 86000");
    assert!(stale.is_empty(), "the lag hides how old the newest request is: {stale:?}");
}

#[test]
fn what_fires_now_is_what_the_counts_of_both_windows_say() {
    let rows = now("select b.state, count(*) as rules, count(*) filter (where b.state is distinct from \
         burn_state(b.bad_long, b.valid_long, b.bad_short, b.valid_short, s.objective, b.factor)) as wrong \
         from metrics.slo_burn b join meta.slos s on s.slo = b.slo group by b.state");
    assert!(!rows.is_empty());
    assert!(rows.iter().all(|row| row["wrong"] == 0 && !row["state"].is_null()), "{rows:?}");
}

#[test]
fn the_receipt_shares_out_the_budget_that_was_spent() {
    let spent: BTreeMap<String, f64> = now("select slice, budget_spent from metrics.slo_status where bad > 0")
        .iter()
        .map(|row| (text(row, "slice").to_owned(), row["budget_spent"].as_f64().unwrap()))
        .collect();
    let sums = now("select slice, dimension, sum(share_of_budget) as budget, sum(share_of_bad) as bad \
         from metrics.slo_receipt group by slice, dimension");
    assert_eq!(sums.len(), 4 * spent.len(), "four dimensions each");
    for row in &sums {
        let close = |column: &str, expected: f64| (row[column].as_f64().unwrap() - expected).abs() < 1e-9 * expected.max(1.0);
        assert!(close("budget", spent[text(row, "slice")]) && close("bad", 1.0), "{row}");
    }
}

#[test]
fn the_receipt_names_the_cause_that_was_planted_and_no_price_without_an_experiment() {
    let rows = now("select slice, value, bad, price_orders, price_basis from metrics.slo_receipt where dimension = 'cause'");
    for (use_case, cause) in [("category_sort", "slow"), ("checkout_upsell", "timeout")] {
        let slice = format!("use_case_id={use_case}");
        let causes: Vec<&Value> = rows.iter().filter(|row| row["slice"] == slice.as_str()).collect();
        assert_eq!(causes.len(), 1, "{causes:?}");
        let n = &item(&format!("slo.{use_case}.budget_30d"))["n"];
        assert_eq!((text(causes[0], "value"), &causes[0]["bad"]), (cause, &n[1]), "{n}");
        assert!(causes[0]["price_orders"].is_null() && !text(causes[0], "price_basis").is_empty(), "{}", causes[0]);
    }
}
