//! Truth of the experiments: arms to the last unit, effects from the potential outcomes, and broken assignments.

use serde_json::json;

use super::items::{Item, dollars, share};
use crate::experiments::{CONTROL, TREATMENT};
use crate::generate::Found;
use crate::outcomes::Sums;
use crate::tally::{ArmTally, WINDOWS, WindowTally};

const ELIGIBLE: &str = "Units: unit_id_hash of exposures (unit_type person, is_bot and is_test not true) from the \
    first exposure on, without units seen in two variants of the experiment. A unit counts when first exposure + window <= as_of.";
const ORDERED: &str = "Orders: rows of logs.orders by user_id = unit, last state of each order_id, not cancelled, \
    is_test not true, placed_time in [exposure, exposure + window).";

pub(super) fn items(found: &Found) -> Vec<Item> {
    let mut items = Vec::new();
    for ((experiment, variant), arm) in &found.tally.arms {
        items.extend(arm_items(experiment, variant, arm));
    }
    items.extend(pooled(found));
    items.extend(effects(found));
    items.extend(revenue_effects(found));
    items.extend(health(found));
    items
}

fn arm_items(experiment: &str, variant: &str, arm: &ArmTally) -> Vec<Item> {
    let mut items = Vec::new();
    for (window, days) in arm.windows.iter().zip(WINDOWS) {
        items.extend(window_items(experiment, variant, days, window));
    }
    let slice = json!({"experiment_id": experiment, "variant_id": variant});
    let retention = Item::exact(format!("arm.{experiment}.{variant}.retention_30d"), "retention_30d", "retention", share(arm.retained, arm.mature))
        .slice(slice)
        .units(&[arm.mature, arm.retained])
        .naive(share(arm.retained_so_far, arm.exposed))
        .means(format!("{ELIGIBLE} Window of 37 d. Active: any row of logs.events with user_id = unit, is_bot and is_test not true, event_time in [exposure + 30 d, exposure + 37 d). Naive: all exposed units, window closed or not."));
    items.push(retention);
    items
}

fn window_items(experiment: &str, variant: &str, days: i64, window: &WindowTally) -> Vec<Item> {
    let slice = || json!({"experiment_id": experiment, "variant_id": variant, "window_days": days});
    let id = |measure: &str| format!("arm.{experiment}.{variant}.{measure}_{days}d");
    let units = [window.units, window.converted, window.orders];
    let item = |metric, measure, truth, words: &str| {
        Item::exact(id(measure), metric, measure, truth)
            .slice(slice())
            .units(&units)
            .means(format!("{ELIGIBLE} {ORDERED} {words}"))
    };
    let revenue = dollars(window.revenue);
    let net = dollars(window.revenue - window.refunded);
    vec![
        item(
            "conversion_rate",
            "conversion",
            share(window.converted, window.units),
            "Units with an order / units.",
        ),
        item(
            "orders_per_user",
            "orders_per_user",
            share(window.orders, window.units),
            "Orders / units.",
        ),
        item(
            "aov",
            "aov",
            revenue / window.orders.max(1) as f64,
            "Sum of revenue_base / orders, before refunds, in USD.",
        ),
        item(
            "aov",
            "aov_net",
            net / window.orders.max(1) as f64,
            "Sum of (revenue_base - all refunds at the rate of the order's day) / orders, in USD.",
        ),
        item(
            "revenue_per_user",
            "revenue_per_user",
            revenue / window.units.max(1) as f64,
            "Sum of revenue_base / units, before refunds, in USD.",
        ),
        item(
            "revenue_per_user",
            "revenue_per_user_net",
            net / window.units.max(1) as f64,
            "Sum of (revenue_base - refunds) / units, in USD.",
        ),
    ]
}

/// All arms of all experiments together: pairs of experiment and unit.
fn pooled(found: &Found) -> Vec<Item> {
    let seven = |arm: &ArmTally| arm.windows[1];
    let arms = || found.tally.arms.values().map(seven);
    let units: u64 = arms().map(|arm| arm.units).sum();
    let converted: u64 = arms().map(|arm| arm.converted).sum();
    vec![
        Item::exact("pooled.conversion_7d", "conversion_rate", "conversion", share(converted, units))
            .units(&[units, converted])
            .means(format!("{ELIGIBLE} {ORDERED} Window of 7 d; every pair of person experiment and unit counts once.")),
    ]
}

/// Plant, measure kept, metric, experiment, control's words.
type Effect = (
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    &'static str,
);

const RELATIVE: [Effect; 10] = [
    (
        "P2",
        "conversion_7d",
        "conversion_rate",
        "behaviour_flow",
        "conversion within 7 d",
    ),
    (
        "P3",
        "pdp_visits_7d",
        "pdp_visits_per_user",
        "pdp_modules",
        "product_viewed events of the unit within 7 d",
    ),
    (
        "P5a",
        "conversion_7d",
        "conversion_rate",
        "geo_city",
        "conversion within 7 d",
    ),
    (
        "P5b",
        "conversion_7d",
        "conversion_rate",
        "geo_store",
        "conversion within 7 d",
    ),
    (
        "P6",
        "orders_24h",
        "conversion_rate",
        "search_push",
        "conversion within 24 h",
    ),
    (
        "P7",
        "conversion_7d",
        "conversion_rate",
        "theater",
        "conversion within 7 d",
    ),
    (
        "P8",
        "conversion_7d",
        "conversion_rate",
        "fast_but_stale",
        "conversion within 7 d",
    ),
    (
        "P4",
        "aov_28d",
        "aov",
        "carousels",
        "revenue_base per order within 28 d",
    ),
    (
        "P4b",
        "aov_28d",
        "aov",
        "cheap_decoy",
        "revenue_base per order within 28 d",
    ),
    (
        "P4",
        "orders_28d",
        "orders_per_user",
        "carousels",
        "orders per unit within 28 d",
    ),
];

fn effects(found: &Found) -> Vec<Item> {
    let mut items = vec![cart(found)];
    for (plant, kept, metric, experiment, words) in RELATIVE {
        let sums = found.outcomes.of(plant, kept);
        let relative = effect(
            format!("{plant}.{kept}.relative"),
            metric,
            "relative_lift",
            experiment,
            &sums,
            sums.relative(),
            words,
        );
        items.push(healthy(relative, experiment));
        let difference = effect(
            format!("{plant}.{kept}.difference"),
            metric,
            "difference",
            experiment,
            &sums,
            sums.difference(),
            words,
        );
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

fn effect(
    id: String,
    metric: &'static str,
    measure: &'static str,
    experiment: &str,
    sums: &Sums,
    truth: (f64, f64),
    words: &str,
) -> Item {
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
    let arm = found
        .tally
        .arms
        .get(&("arrivals", TREATMENT))
        .copied()
        .unwrap_or_default();
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
                Item::sate(
                    format!("{plant}.{kept}.relative"),
                    "revenue_per_user",
                    "relative_lift",
                    sums.relative(),
                )
                .slice(json!({"experiment_id": experiment, "window_days": days}))
                .units(&arms(&sums))
                .means(format!(
                    "Relative lift of revenue_base per unit. {ELIGIBLE}"
                ))
            })
        })
        .collect()
}

/// Experiments that must be blocked, and one that must not.
fn health(found: &Found) -> Vec<Item> {
    let mut items = Vec::new();
    for experiment in ["behaviour_flow", "srm_ios"] {
        let arm = |variant| {
            found
                .tally
                .arms
                .get(&(experiment, variant))
                .map_or(0, |arm| arm.exposed)
        };
        let id = if experiment == "srm_ios" {
            "P9"
        } else {
            "P2.srm"
        };
        let overall = srm(
            id.to_owned(),
            json!({"experiment_id": experiment}),
            arm(TREATMENT),
            arm(CONTROL),
        );
        items.push(if id == "P9" {
            overall.must_flag("M2")
        } else {
            overall.must_not_flag("M2")
        });
    }
    for source in ["/shop/ios", "/shop/android", "/shop/web"] {
        let units = |variant| {
            found
                .tally
                .platforms
                .get(&("srm_ios", source, variant))
                .copied()
                .unwrap_or(0)
        };
        let slice = json!({"experiment_id": "srm_ios", "source": source});
        items.push(srm(
            format!("P9.{source}"),
            slice,
            units(TREATMENT),
            units(CONTROL),
        ));
    }
    items.push(jumping(found));
    items
}

fn srm(id: String, slice: serde_json::Value, treated: u64, control: u64) -> Item {
    Item::exact(
        id,
        "experiment_lift",
        "srm_p_value",
        srm_p_value(treated, control),
    )
    .slice(slice)
    .units(&[treated, control])
    .means(
        "Chi-square against 50/50 on exposed units (bots out, jumpers out); blocked below 0.001.",
    )
}

fn jumping(found: &Found) -> Item {
    let jumpers = found.tally.jumpers.get("jumping").copied().unwrap_or(0);
    let rest: u64 = [CONTROL, TREATMENT]
        .iter()
        .filter_map(|variant| found.tally.arms.get(&("jumping", *variant)))
        .map(|arm| arm.exposed)
        .sum();
    Item::exact(
        "P10",
        "experiment_lift",
        "jumping_share",
        share(jumpers, jumpers + rest),
    )
    .slice(json!({"experiment_id": "jumping"}))
    .units(&[jumpers + rest, jumpers])
    .must_flag("M3")
    .means("Units exposed in both variants / exposed units.")
}

/// Survival function of chi-square with one degree of freedom, by the error function.
fn srm_p_value(treated: u64, control: u64) -> f64 {
    let (treated, control) = (treated as f64, control as f64);
    let statistic = (treated - control).powi(2) / (treated + control).max(1.0);
    statrs::function::erf::erfc((statistic / 2.0).sqrt())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_chi_square_tail_has_its_known_points() {
        // 3.841 and 10.828 are the tabled 5 % and 0.1 % points for one degree of freedom.
        let statistic_of = |difference: f64, total: f64| difference * difference / total;
        assert!((statistic_of(196.0, 10_000.0) - 3.8416).abs() < 1e-3);
        assert!((srm_p_value(5_098, 4_902) - 0.05).abs() < 1e-3);
        assert!((srm_p_value(6_645, 6_316) - 0.0039).abs() < 2e-4);
    }
}
