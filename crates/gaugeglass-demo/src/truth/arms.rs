//! Truth of every arm of every experiment, to the last unit.

use serde_json::json;

use super::items::{Item, dollars, share};
use crate::generate::Found;
use crate::tally::{ArmTally, WINDOWS, WindowTally};

/// Which units of an experiment count.
pub(super) const ELIGIBLE: &str = "Units: unit_id_hash of exposures (unit_type person, is_bot and is_test not true) from the \
    first exposure on, without units seen in two variants of the experiment. A unit counts when first exposure + window <= as_of.";
const ORDERED: &str = "Orders: rows of logs.orders by user_id = unit, last state of each order_id, not cancelled, \
    is_test not true, placed_time in [exposure, exposure + window).";

pub(super) fn items(found: &Found) -> Vec<Item> {
    let mut items = Vec::new();
    for ((experiment, variant), arm) in &found.tally.arms {
        items.extend(arm_items(experiment, variant, arm));
    }
    items.extend(pooled(found));
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
        Item::exact(id(measure), metric, measure, truth).slice(slice()).units(&units).means(format!("{ELIGIBLE} {ORDERED} {words}"))
    };
    let revenue = dollars(window.revenue);
    let net = dollars(window.revenue - window.refunded);
    vec![
        item("conversion_rate", "conversion", share(window.converted, window.units), "Units with an order / units."),
        item("orders_per_user", "orders_per_user", share(window.orders, window.units), "Orders / units."),
        item("aov", "aov", revenue / window.orders.max(1) as f64, "Sum of revenue_base / orders, before refunds, in USD."),
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
