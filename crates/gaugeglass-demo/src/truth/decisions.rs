//! Truth of the decisions: latency with the unanswered, objective and budget, recognition, theater, irrelevance.

use serde_json::{Value, json};

use super::items::{Item, share};
use crate::generate::Found;
use crate::tally::DecisionTally;

const VALID: &str = "Rows of logs.decisions, one a (source, event_id), is_bot and is_test not true, environment prod, \
    holdouts included.";
const QUANTILES: [(f64, &str); 5] = [(0.5, "p50"), (0.9, "p90"), (0.95, "p95"), (0.99, "p99"), (0.999, "p999")];
/// Share of requests that must be good.
const OBJECTIVE: f64 = 0.99;

pub(super) fn items(found: &Found) -> Vec<Item> {
    let mut items = Vec::new();
    let mut all = DecisionTally::default();
    for (use_case, tally) in &found.tally.decisions {
        let slice = json!({"use_case_id": use_case});
        items.extend(latency(use_case, &slice, tally));
        items.extend(objective(use_case, &slice, tally));
        items.push(recognition(use_case, &slice, tally));
        if !tally.is_in_seconds {
            all.merge(&mut tally.clone());
        }
    }
    let fine = json!({"time_precision": "not s"});
    items.extend(latency("all", &fine, &all));
    items.extend(objective("all", &fine, &all));
    items.push(recognition("all", &fine, &all));
    items.extend(plants(found));
    items
}

fn latency(name: &str, slice: &Value, tally: &DecisionTally) -> Vec<Item> {
    let mut sorted = tally.latencies.clone();
    sorted.sort_unstable();
    QUANTILES
        .iter()
        .map(|(level, measure)| {
            let quantile = DecisionTally::quantile(&sorted, tally.valid, *level);
            let truth = quantile.map_or(json!("infinity"), |micros| json!(f64::from(micros) / 1_000.0));
            Item::text(format!("latency.{name}.{measure}"), "decision_latency", measure, truth)
                .slice(slice.clone())
                .units(&[tally.valid, tally.valid - tally.latencies.len() as u64])
                .means(format!("{VALID} Nearest-rank quantile of decision_time - request_time in ms; no decision_time is infinitely slow. n: valid, unanswered."))
        })
        .collect()
}

fn objective(name: &str, slice: &Value, tally: &DecisionTally) -> Vec<Item> {
    let good = "Good: answered under 1000 ms, no error_type, is_fallback false.";
    let bad = tally.recent_valid - tally.recent_good;
    let allowed = tally.recent_valid as f64 * (1.0 - OBJECTIVE);
    let left = if allowed > 0.0 { 1.0 - bad as f64 / allowed } else { 1.0 };
    vec![
        Item::exact(format!("slo.{name}.good"), "decision_slo", "good_share", share(tally.good, tally.valid))
            .slice(slice.clone())
            .units(&[tally.valid, tally.good])
            .means(format!("{VALID} {good} Over the whole world.")),
        Item::exact(format!("slo.{name}.good_30d"), "decision_slo", "good_share", share(tally.recent_good, tally.recent_valid))
            .slice(slice.clone())
            .units(&[tally.recent_valid, tally.recent_good])
            .means(format!("{VALID} {good} request_time in [as_of - 30 d, as_of).")),
        Item::exact(format!("slo.{name}.budget_30d"), "decision_slo", "budget_remaining", left)
            .slice(slice.clone())
            .units(&[tally.recent_valid, bad])
            .means(format!("{VALID} {good} 1 - bad / (valid x 0.01), request_time in [as_of - 30 d, as_of).")),
    ]
}

fn recognition(name: &str, slice: &Value, tally: &DecisionTally) -> Item {
    Item::exact(format!("recognised.{name}"), "recognised_at_decision", "recognised", share(tally.recognised, tally.valid))
        .slice(slice.clone())
        .units(&[tally.valid, tally.recognised])
        .naive(share(tally.known_by_the_end, tally.valid))
        .means(format!(
            "{VALID} person_id_used not null and identity_method not 'none' / all. Naive: subject_ids found in the latest identity_map."
        ))
}

fn plants(found: &Found) -> Vec<Item> {
    let of = |use_case| found.tally.decisions.get(use_case).cloned().unwrap_or_default();
    let (reco, theater, stale) = (of("product_reco"), of("theater"), of("fast_but_stale"));
    let (timeouts, seconds) = (of("checkout_upsell"), of("email_content"));
    let mut items = vec![
        Item::exact("I1", "recognised_at_decision", "recognised", share(reco.recognised, reco.valid))
            .slice(json!({"use_case_id": "product_reco"}))
            .units(&[reco.valid, reco.recognised])
            .naive(share(reco.known_by_the_end, reco.valid))
            .means("Planted 0.70 as of the decision, 0.83 by the latest map."),
        Item::exact("I4", "contradicted_later", "so_far", share(reco.contradicted, reco.valid))
            .slice(json!({"use_case_id": "product_reco"}))
            .units(&[reco.valid, reco.contradicted])
            .means("Decisions whose subject's identity_map row as of decision is retracted within 30 d / decisions. Planted 0.012."),
        Item::exact("P7.same_as_default", "theater", "same_as_default", share(theater.same_as_default, theater.served))
            .slice(json!({"use_case_id": "theater"}))
            .units(&[theater.served, theater.same_as_default])
            .must_flag("theater")
            .means("Decisions with action_id = default_action_id / decisions, holdouts left out. Planted 0.85."),
        Item::exact("P8.faster_irrelevance", "faster_irrelevance", "irrelevant", share(stale.irrelevant_in_time, stale.in_time))
            .slice(json!({"use_case_id": "fast_but_stale"}))
            .units(&[stale.in_time, stale.irrelevant_in_time])
            .must_flag("faster_irrelevance")
            .means("Of decisions under 1000 ms: unrecognised, feature_max_time older than 24 h, or fallback."),
        Item::exact("L4", "decision_slo", "good_share", share(timeouts.good, timeouts.valid))
            .slice(json!({"use_case_id": "checkout_upsell"}))
            .units(&[timeouts.valid, timeouts.good])
            .must_flag("D1")
            .means("Planted 0.985: three of two hundred are never answered, so p99 is infinite."),
        Item::text("L7", "decision_latency", "status", "unknown")
            .slice(json!({"use_case_id": "email_content"}))
            .units(&[seconds.valid])
            .means("time_precision is s: no claim finer than a second can be made."),
    ];
    items.extend(analytic());
    items
}

/// L1: quantiles of the distribution behind ordinary answers, by a simulation of forty million sums.
const ANALYTIC: [(&str, f64); 3] = [("p50", 174.57), ("p95", 304.99), ("p99", 391.39)];

fn analytic() -> Vec<Item> {
    ANALYTIC
        .iter()
        .map(|(measure, truth)| {
            Item::relative(format!("L1.{measure}"), "decision_latency", measure, *truth, 0.02)
                .slice(json!({"use_case_id": "product_reco"}))
                .means("Quantile in ms of the sum of four lognormal stages (medians 25, 60, 30, 40 ms, sigma 0.6).")
        })
        .collect()
}
