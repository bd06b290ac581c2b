//! What customers did: searches, product views, carts, purchases, sign-ins.

use crate::ColumnType::{Float32, Id, Int32, Items, Label, Money, Text};
use crate::vocabulary::CHANNELS;
use crate::{Column, Log, Rule};

pub(super) fn log() -> Log {
    let mut columns = who();
    columns.extend(place());
    columns.extend(product());
    columns.extend(money());
    columns.extend(links());
    Log::fact("events", "What customers did on any channel, from search to purchase.", "one row per customer action", columns)
}

fn who() -> Vec<Column> {
    vec![
        Column::conditional("user_id", Id, "Known customer; a row has this, anonymous_id or device_id."),
        Column::optional("anonymous_id", Id, "Visitor who has not signed in."),
        Column::optional("device_id", Id, "Device or installation."),
        Column::optional("session_id", Id, "Visit that the action belongs to."),
        Column::optional("person_id_at_ingest", Id, "Whom the customer data platform took this for at the time; evidence, not truth."),
    ]
}

fn place() -> Vec<Column> {
    vec![
        Column::required("channel", Label, "Where the customer was met.").with(CHANNELS),
        Column::optional("platform", Label, "Operating system or client family."),
        Column::optional("url", Text, "Full address of the page."),
        Column::optional("path", Text, "Path of the page."),
        Column::optional("referrer", Text, "Page that led here."),
        Column::optional("user_agent", Text, "How the client names itself."),
        Column::optional("country", Label, "Country, ISO 3166-1 alpha-2."),
        Column::optional("region", Label, "Part of the country."),
        Column::optional("city", Label, "Town or city of the customer."),
        Column::optional("geo_accuracy_m", Float32, "Radius of uncertainty of the place, in metres.").with(Rule::NonNegative),
    ]
}

fn product() -> Vec<Column> {
    vec![
        Column::conditional("query", Text, "Search words as typed; in products_searched."),
        Column::conditional("query_norm", Text, "Search words in normal form; in products_searched."),
        Column::conditional("product_id", Id, "Product; in product events."),
        Column::conditional("sku", Id, "Stock-keeping unit; in product events."),
        Column::conditional("category", Label, "Product category; in product events."),
        Column::conditional("brand", Label, "Product brand; in product events."),
        Column::conditional("cart_id", Id, "Cart; in cart events."),
        Column::conditional("checkout_id", Id, "Checkout; in checkout events."),
        Column::conditional("order_id", Id, "Order; in order events."),
        Column::optional("quantity", Int32, "Pieces of the product."),
        Column::optional("price", Money, "Price of one piece."),
    ]
}

fn money() -> Vec<Column> {
    vec![
        Column::conditional("currency", Label, "Currency of every amount in the row, ISO 4217; where an amount is."),
        Column::conditional("revenue", Money, "Goods after discounts, before tax and shipping; in order events."),
        Column::conditional("subtotal", Money, "Same amount as revenue, by the name used in checkouts."),
        Column::conditional("total", Money, "What the customer pays, tax and shipping included; in order events."),
        Column::conditional("tax", Money, "Tax; in order events."),
        Column::conditional("shipping", Money, "Shipping cost; in order events."),
        Column::conditional("discount", Money, "Amount taken off; in order events."),
        Column::conditional("coupon", Text, "Coupon code that was used."),
        Column::optional("items", Items, "Products of the cart or order."),
    ]
}

fn links() -> Vec<Column> {
    vec![
        Column::optional("campaign_id", Id, "Campaign that led here."),
        Column::optional("message_id", Id, "Message that was clicked."),
        Column::optional("decision_id", Id, "Decision that was shown."),
        Column::optional("consent_state", Label, "Customer's consent when it happened."),
    ]
}
