//! Truth of all orders, and of the three ways to count recovered carts.

use serde_json::json;

use super::items::{Item, dollars, share};
use crate::generate::Found;

pub(super) fn items(found: &Found) -> Vec<Item> {
    let orders = &found.tally.orders;
    let counted = "Orders: last state of each order_id in logs.orders, one a order_id, not cancelled, is_test not true.";
    let item = |id: &str, metric, measure, truth, words: &str| {
        Item::exact(id, metric, measure, truth).units(&[orders.orders, orders.customers]).means(format!("{counted} {words}"))
    };
    let revenue = dollars(orders.revenue);
    let net = dollars(orders.revenue - orders.refunded);
    let priced = (orders.orders - orders.without_rate).max(1) as f64;
    vec![
        item("all.orders", "aov", "orders", orders.orders as f64, "Count of them."),
        item("all.customers", "aov", "customers", orders.customers as f64, "People with one of them."),
        item(
            "all.revenue",
            "revenue_per_user",
            "revenue",
            revenue,
            "Sum of revenue_base in USD, before refunds; null revenue_base is left out.",
        ),
        item(
            "all.revenue_net",
            "revenue_per_user",
            "revenue_net",
            net,
            "Sum of revenue_base less refunds at the rate of the order's day; a refund without an amount is the whole order.",
        ),
        item("all.aov", "aov", "aov", revenue / priced, "Sum of revenue_base / orders that have one, in USD."),
        item("all.without_rate", "aov", "orders_without_rate", orders.without_rate as f64, "Orders without revenue_base."),
        item("all.cancelled", "aov", "cancelled_orders", orders.cancelled as f64, "Orders whose last state is cancelled."),
    ]
    .into_iter()
    .chain(carts(found))
    .collect()
}

/// Window, click and click-to-conversion of the treated: the figures that mislead.
fn carts(found: &Found) -> Vec<Item> {
    let sums = |measure| found.outcomes.of("P1", measure);
    let (sent, clicked) = (sums("clicked").units[1], sums("clicked").value[1]);
    let (ordered, clicked_and_ordered) = (sums("ordered").value[1], sums("clicked_and_ordered").value[1]);
    let item = |id, measure, part: f64, whole: f64, words: &str| {
        Item::exact(id, "cart_recovery", measure, share(part as u64, whole as u64))
            .slice(json!({"experiment_id": "cart_flow", "variant_id": "treatment"}))
            .units(&[whole as u64, part as u64])
            .means(format!("Treated people of cart_flow. {words}"))
    };
    vec![
        item("P1.window", "recovery_window", ordered, sent, "With an order within 7 d of exposure / all."),
        item(
            "P1.click",
            "recovery_click",
            clicked_and_ordered,
            sent,
            "With an order within 3 d after a human click (is_machine not true) on the reminder / all.",
        ),
        item("P1.click_rate", "click_rate", clicked, sent, "With a human click / all."),
        item(
            "P1.ctc",
            "click_to_conversion",
            clicked_and_ordered,
            clicked,
            "With an order within 3 d after a human click / with a human click.",
        ),
    ]
}
