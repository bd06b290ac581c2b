//! The export of Google Analytics 4: one event a line, parameters as keys and values, by day in `ga4/events_YYYYMMDD/`.

use super::Feed;
use super::json::{Object, object};
use super::segment::is_client;
use super::table::{Item, Row};

pub(super) const EVENTS: Feed = Feed {
    log: "events",
    path: |date, _| format!("ga4/events_{}{}{}/part-{{shard}}.ndjson.gz", date.year, date.month, date.day),
    header: "",
    has: is_client,
    line,
};

/// Parameters of the shop's own and those that Google names, with the columns they come from.
const PARAMETERS: [(&str, &str); 7] = [
    ("event_id", "event_id"),
    ("ga_session_id", "session_id"),
    ("search_term", "query"),
    ("currency", "currency"),
    ("cart_id", "cart_id"),
    ("message_id", "message_id"),
    ("decision_id", "decision_id"),
];

fn line(text: &mut Vec<u8>, row: &Row<'_>) {
    object(text, |line| {
        let at = row.instant("event_time").unwrap_or_default();
        line.text("event_date", Some(&crate::clock::date(at).replace('-', "")));
        line.number("event_timestamp", Some(at));
        line.text("event_name", Some(name(row.word("type"))));
        line.objects("event_params", &parameters(row), |parameter, (key, value)| {
            parameter.text("key", Some(key));
            parameter.object("value", |typed| typed.text("string_value", Some(value)));
        });
        line.number("event_server_timestamp_offset", row.instant("received_time").map(|received| received - at));
        line.text("user_id", row.text("user_id"));
        line.text("user_pseudo_id", row.text("anonymous_id"));
        line.text("stream_id", row.text("source"));
        line.text("platform", Some(platform(row)));
        line.object("device", |device| {
            device.text("category", (platform(row) == "WEB").then(|| row.text("platform")).flatten());
            device.text("vendor_id", row.text("device_id"));
        });
        line.object("geo", |geo| {
            geo.text("country", Some(country(row.word("country"))));
            geo.text("city", row.text("city"));
        });
        if row.cell("order_id").is_some() {
            line.object("ecommerce", |order| {
                order.text("transaction_id", row.text("order_id"));
                order.money("purchase_revenue", row.money("revenue"));
            });
        }
        let items: Vec<Item<'_>> = row.items().into_iter().chain(row.product()).collect();
        line.objects("items", &items, product);
    });
}

fn parameters<'a>(row: &Row<'a>) -> Vec<(&'static str, &'a str)> {
    let filled = PARAMETERS.iter().filter_map(|(key, column)| row.text(column).map(|value| (*key, value)));
    filled.chain(row.topic().map(|value| ("category", value))).collect()
}

fn product(product: &mut Object<'_>, item: &Item<'_>) {
    product.text("item_id", Some(item.product));
    product.text("item_variant", Some(item.sku));
    product.text("item_category", Some(item.category));
    product.text("item_brand", item.brand);
    product.money("price", Some(item.price));
    product.number("quantity", Some(item.quantity));
    product.number("item_list_index", item.position);
}

/// Google's names where it has one; a shop names the rest itself.
fn name(kind: &str) -> &str {
    match kind {
        "session_started" => "session_start",
        "page_viewed" => "page_view",
        "products_searched" => "view_search_results",
        "product_viewed" => "view_item",
        "product_added" => "add_to_cart",
        "checkout_started" => "begin_checkout",
        "order_completed" => "purchase",
        "content_downloaded" => "file_download",
        // Names of events hold no space.
        "Order Complete" => "order_complete",
        other => other,
    }
}

fn platform(row: &Row<'_>) -> &'static str {
    match row.word("channel") {
        "ios" => "IOS",
        "android" => "ANDROID",
        _ => "WEB",
    }
}

fn country(code: &str) -> &'static str {
    match code {
        "US" => "United States",
        "DE" => "Germany",
        "JP" => "Japan",
        _ => "(not set)",
    }
}
