//! Orders as the order system knows them.

use crate::ColumnType::{Date, Id, Instant, Items, Label, Money, TextList};
use crate::vocabulary::CHANNELS;
use crate::{Column, Log, Rule};

pub(super) fn log() -> Log {
    let mut columns = order();
    columns.extend(amounts());
    columns.extend(after());
    Log::fact(
        "orders",
        "Orders exported from the order system, with what was later cancelled or refunded.",
        "one row per order and change of its state",
        columns,
    )
}

fn order() -> Vec<Column> {
    vec![
        Column::required("order_id", Id, "The order."),
        Column::optional("source_set", TextList, "Every source that reported the order."),
        Column::optional("user_id", Id, "Known customer who ordered."),
        Column::optional("anonymous_id", Id, "Visitor who ordered without signing in."),
        Column::required("placed_time", Instant, "When the order was placed."),
        Column::optional("status", Label, "State of the order as of this row.").with(Rule::OneOf(&[
            "placed",
            "paid",
            "cancelled",
            "refunded",
            "partially_refunded",
        ])),
        Column::optional("channel", Label, "Where the order was placed.").with(CHANNELS),
        Column::optional("items", Items, "Products of the order."),
    ]
}

fn amounts() -> Vec<Column> {
    vec![
        Column::required("currency", Label, "Currency of the amounts, ISO 4217."),
        Column::optional("gross_revenue", Money, "Goods before discounts, tax and shipping."),
        Column::optional("discount", Money, "Amount taken off the goods."),
        Column::optional("shipping", Money, "Shipping charged to the customer."),
        Column::optional("tax", Money, "Tax charged to the customer."),
        Column::optional("total", Money, "What the customer pays in all."),
        Column::optional("fx_rate_date", Date, "Day of the rate behind revenue_base."),
        Column::optional("revenue_base", Money, "Revenue in the programme's base currency."),
    ]
}

fn after() -> Vec<Column> {
    vec![
        Column::optional("refunded_amount", Money, "Sum of all refunds so far."),
        Column::optional("last_refund_time", Instant, "When the latest refund was made."),
        Column::optional("cancelled_time", Instant, "When the order was cancelled."),
    ]
}
