//! Segment's archive: one call of the tracking interface a line, by day of receipt in `segment/YYYY/MM/DD/`.
//!
//! Times are to the millisecond. What the calls of a shop do not say (testers, bots, environment) is not written.

use super::json::{Object, object};
use super::table::{Item, Row};
use super::{Date, Feed};

/// Actions of customers in the browser and the apps.
pub(super) const EVENTS: Feed =
    Feed { log: "events", path: |date, _| path(date, "track"), header: "", has: is_client, line: |text, row| call(text, row, action) };

/// Exposures, as the shop reports them: `Experiment Viewed`.
pub(super) const EXPERIMENTS: Feed = Feed {
    log: "exposures",
    path: |date, _| path(date, "experiments"),
    header: "",
    has: is_client,
    line: |text, row| call(text, row, experiment),
};

/// Statuses of e-mails for which the specification has an event.
pub(super) const MESSAGES: Feed = Feed {
    log: "deliveries",
    path: |date, _| path(date, "messages"),
    header: "",
    has: |row| row.text("channel") == Some("email") && message_event(row.word("status")).is_some(),
    line: |text, row| call(text, row, message),
};

fn path(date: &Date, name: &str) -> String {
    format!("segment/{}/{}/{}/{name}-{{shard}}.ndjson.gz", date.year, date.month, date.day)
}

/// Rows of the browser and the apps, which client libraries report.
pub(super) fn is_client(row: &Row<'_>) -> bool {
    ["/shop/web", "/shop/ios", "/shop/android"].contains(&row.word("source"))
}

/// The envelope of every call.
fn call(text: &mut Vec<u8>, row: &Row<'_>, what: fn(&mut Object<'_>, &Row<'_>)) {
    object(text, |line| {
        line.text("messageId", row.text("event_id"));
        what(line, row);
        let user = if row.cell("unit_id_hash").is_some() { "unit_id_hash" } else { "user_id" };
        line.text("userId", row.text(user));
        line.text("anonymousId", row.text("anonymous_id"));
        for (name, column) in
            [("timestamp", "event_time"), ("originalTimestamp", "client_time"), ("sentAt", "sent_time"), ("receivedAt", "received_time")]
        {
            line.instant(name, row.instant(column), 3);
        }
        line.text("projectId", row.text("source"));
        line.object("context", |context| surroundings(context, row));
    });
}

fn surroundings(context: &mut Object<'_>, row: &Row<'_>) {
    let library = match row.word("source") {
        "/shop/web" => Some("analytics.js"),
        "/shop/ios" => Some("analytics-ios"),
        "/shop/android" => Some("analytics-android"),
        _ => None,
    };
    context.object("library", |object| object.text("name", library));
    context.object("device", |device| {
        device.text("id", row.text("device_id"));
        device.text("type", row.text("platform"));
    });
    context.text("timezone", row.text("tz"));
    context.text("sessionId", row.text("session_id"));
    context.object("location", |location| {
        location.text("country", row.text("country"));
        location.text("city", row.text("city"));
    });
}

fn action(line: &mut Object<'_>, row: &Row<'_>) {
    if row.word("type") == "page_viewed" {
        line.text("type", Some("page"));
    } else {
        line.text("type", Some("track"));
        line.text("event", Some(&title(row.word("type"))));
    }
    line.object("properties", |properties| {
        for name in ["query", "product_id", "sku", "category", "brand", "cart_id", "order_id", "currency", "message_id", "decision_id"] {
            properties.text(name, row.text(name));
        }
        properties.number("quantity", row.int("quantity"));
        for name in ["price", "revenue", "subtotal", "total", "discount"] {
            properties.money(name, row.money(name));
        }
        if row.cell("items").is_some() {
            properties.objects("products", &row.items(), product);
        }
    });
}

fn product(product: &mut Object<'_>, item: &Item<'_>) {
    product.text("product_id", Some(item.product));
    product.text("sku", Some(item.sku));
    product.text("category", Some(item.category));
    product.money("price", Some(item.price));
    product.number("quantity", Some(item.quantity));
    product.number("position", item.position);
}

fn experiment(line: &mut Object<'_>, row: &Row<'_>) {
    line.text("type", Some("track"));
    line.text("event", Some("Experiment Viewed"));
    line.object("properties", |properties| {
        properties.text("experiment_id", row.text("experiment_id"));
        properties.text("variation_id", row.text("variant_id"));
    });
}

fn message(line: &mut Object<'_>, row: &Row<'_>) {
    line.text("type", Some("track"));
    line.text("event", message_event(row.word("status")));
    line.object("properties", |properties| {
        properties.text("email_id", row.text("message_id"));
        properties.text("campaign_id", row.text("campaign_id"));
        properties.text("link_url", row.text("link_url"));
    });
}

fn message_event(status: &str) -> Option<&'static str> {
    Some(match status {
        "delivered" => "Email Delivered",
        "opened" => "Email Opened",
        "clicked" => "Email Link Clicked",
        "bounced_hard" => "Email Bounced",
        "complained" => "Email Marked as Spam",
        "unsubscribed" => "Unsubscribed",
        _ => return None,
    })
}

/// `order_completed` as Segment spells it: `Order Completed`.
fn title(name: &str) -> String {
    let word = |word: &str| word[..1].to_uppercase() + &word[1..];
    name.split('_').filter(|part| !part.is_empty()).map(word).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    #[test]
    fn names_are_spelt_in_title_case() {
        assert_eq!(super::title("order_completed"), "Order Completed");
        assert_eq!(super::title("Order Complete"), "Order Complete");
    }
}
