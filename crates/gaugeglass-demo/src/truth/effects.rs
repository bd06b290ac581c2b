//! Truth of the effects: what treatment does to the units of this very population.

use serde_json::json;

use super::arms::ELIGIBLE;
use super::items::{Item, share};
use crate::experiments::TREATMENT;
use crate::generate::Found;
use crate::outcomes::Sums;

pub(super) fn items(found: &Found) -> Vec<Item> {
    let mut items = effects(found);
    items.extend(revenue_effects(found));
    items
}

/// Plant, measure kept, metric, experiment, control's words.
type Effect = (&'static str, &'static str, &'static str, &'static str, &'static str);

const RELATIVE: [Effect; 10] = [
    ("P2", "conversion_7d", "conversion_rate", "behaviour_flow", "conversion within 7 d"),
    ("P3", "pdp_visits_7d", "pdp_visits_per_user", "pdp_modules", "product_viewed events of the unit within 7 d"),
    ("P5a", "conversion_7d", "conversion_rate", "geo_city", "conversion within 7 d"),
    ("P5b", "conversion_7d", "conversion_rate", "geo_store", "conversion within 7 d"),
    ("P6", "orders_24h", "conversion_rate", "search_push", "conversion within 24 h"),
    ("P7", "conversion_7d", "conversion_rate", "theater", "conversion within 7 d"),
    ("P8", "conversion_7d", "conversion_rate", "fast_but_stale", "conversion within 7 d"),
    ("P4", "aov_28d", "aov", "carousels", "revenue_base per order within 28 d"),
    ("P4b", "aov_28d", "aov", "cheap_decoy", "revenue_base per order within 28 d"),
    ("P4", "orders_28d", "orders_per_user", "carousels", "orders per unit within 28 d"),
];

fn effects(found: &Found) -> Vec<Item> {
    let mut items = vec![cart(found)];
    for (plant, kept, metric, experiment, words) in RELATIVE {
        let sums = found.outcomes.of(plant, kept);
        let relative = effect(format!("{plant}.{kept}.relative"), metric, "relative_lift", experiment, &sums, sums.relative(), words);
        items.push(healthy(relative, experiment));
        let difference = effect(format!("{plant}.{kept}.difference"), metric, "difference", experiment, &sums, sums.difference(), words);
        items.push(healthy(difference, experiment));
    }
    items.extend(points(found));
    items.extend(single(found));
    items
}

fn healthy(item: Item, experiment: &str) -> Item {
    match experiment {
        "cheap_decoy" => item.must_flag("aov_up_revenue_flat"),
        "theater" => item.must_flag("theater"),
        "fast_but_stale" => item.must_flag("faster_irrelevance"),
        _ => item.must_not_flag("M2"),
    }
}

fn effect(id: String, metric: &'static str, measure: &'static str, experiment: &str, sums: &Sums, truth: (f64, f64), words: &str) -> Item {
    Item::sate(id, metric, measure, truth)
        .slice(json!({"experiment_id": experiment}))
        .units(&arms(sums))
        .means(format!("Treatment against control, {words}, over the units of the finite population. {ELIGIBLE}"))
}

/// Treatment first, then control.
fn arms(sums: &Sums) -> [u64; 2] {
    [sums.units[1] as u64, sums.units[0] as u64]
}

fn cart(found: &Found) -> Item {
    let sums = found.outcomes.of("P1", "recovery");
    Item::sate("P1", "cart_recovery", "recovery", sums.recovery())
        .slice(json!({"experiment_id": "cart_flow"}))
        .units(&arms(&sums))
        .must_not_flag("M2")
        .means("(p_T - p_C) / (1 - p_C). Units: people exposed in cart_flow, at exposure = abandonment + 60 min. Recovered: an order within 7 d of exposure (each holds the abandoned products).")
}

/// Differences in percentage points.
fn points(found: &Found) -> Vec<Item> {
    let retention = found.outcomes.of("P6", "retention_30d");
    let known = found.outcomes.of("I5 recognised", "conversion_7d");
    let unknown = found.outcomes.of("I5 unrecognised", "conversion_7d");
    let mut items = vec![
        effect(
            "P6.retention_30d.difference".into(),
            "retention_30d",
            "difference",
            "search_push",
            &retention,
            retention.difference(),
            "active in [30, 37) d",
        ),
        effect(
            "I5.recognised".into(),
            "conversion_rate",
            "difference",
            "reco_lift",
            &known,
            known.difference(),
            "conversion within 7 d, people whose decision at exposure had person_id_used",
        ),
        effect(
            "I5.unrecognised".into(),
            "conversion_rate",
            "difference",
            "reco_lift",
            &unknown,
            unknown.difference(),
            "conversion within 7 d, people whose decision at exposure had no person_id_used",
        ),
    ];
    for (kept, delay) in [("plus_100", 1.0), ("plus_250", 2.5)] {
        let sums = found.outcomes.of("L6", kept);
        let (difference, error) = sums.difference();
        items.push(
            effect(
                format!("L6.{kept}"),
                "experiment_lift",
                "difference_per_100ms",
                "latency_injection",
                &sums,
                (difference / delay, error / delay),
                "conversion within 7 d per 100 ms of injected delay, against control",
            )
            .must_flag("association"),
        );
    }
    items
}

/// Cohorts and placebos.
fn single(found: &Found) -> Vec<Item> {
    let placebo = Item::text("P12", "experiment_lift", "false_ships_max", 1)
        .slice(json!({"experiments": "aa_01..aa_20"}))
        .means("True effect 0 in each: at most one significant after Holm over the twenty, on conversion within 7 d.");
    let arm = found.tally.arms.get(&("arrivals", TREATMENT)).copied().unwrap_or_default();
    let arrivals = Item::exact("P11", "retention_30d", "retention", share(arm.retained, arm.mature))
        .slice(json!({"experiment_id": "arrivals", "variant_id": TREATMENT}))
        .units(&[arm.mature, arm.retained])
        .naive(share(arm.retained_so_far, arm.exposed))
        .must_flag("provisional")
        .means(format!("{ELIGIBLE} Active in [30, 37) d, closed windows only; the naive figure takes all who arrived."));
    vec![placebo, arrivals]
}

/// Revenue per user of the carousels and of their decoy.
fn revenue_effects(found: &Found) -> Vec<Item> {
    [("P4", "carousels"), ("P4b", "cheap_decoy")]
        .into_iter()
        .flat_map(|(plant, experiment)| {
            [("revenue_7d", 7), ("revenue_28d", 28), ("revenue_56d", 56)].map(|(kept, days)| {
                let sums = found.outcomes.of(plant, kept);
                Item::sate(format!("{plant}.{kept}.relative"), "revenue_per_user", "relative_lift", sums.relative())
                    .slice(json!({"experiment_id": experiment, "window_days": days}))
                    .units(&arms(&sums))
                    .means(format!("Relative lift of revenue_base per unit. {ELIGIBLE}"))
            })
        })
        .collect()
}
