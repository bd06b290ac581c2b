//! SendGrid's event webhook: one event of an e-mail a line, by day in `sendgrid/dt=YYYY-MM-DD/`.
//!
//! Times are whole seconds. What the sender wants back rides along as custom arguments, beside SendGrid's own fields.

use super::Feed;
use super::json::object;
use super::table::Row;
use crate::clock::SECOND;

pub(super) const DELIVERIES: Feed = Feed {
    log: "deliveries",
    path: |date, _| format!("sendgrid/dt={}/part-{{shard}}.ndjson", date.dashed()),
    header: "",
    has: |row| row.word("channel") == "email" && event(row.word("status")).is_some(),
    line,
};

/// SendGrid's word for a status; it has none for what was never handed to it.
fn event(status: &str) -> Option<&'static str> {
    Some(match status {
        "queued" => "processed",
        "delivered" => "delivered",
        "deferred" => "deferred",
        "opened" => "open",
        "clicked" => "click",
        "bounced_hard" => "bounce",
        "dropped" => "dropped",
        "complained" => "spamreport",
        "unsubscribed" => "unsubscribe",
        _ => return None,
    })
}

/// What the sender attaches to each message.
const ARGUMENTS: [&str; 8] =
    ["source", "user_id", "decision_id", "campaign_id", "content_id", "content_version", "variant_id", "journey_stage"];

fn line(text: &mut Vec<u8>, row: &Row<'_>) {
    object(text, |line| {
        line.text("sg_event_id", row.text("event_id"));
        line.text("sg_message_id", row.text("message_id").map(|id| format!("{id}.recvd-0")).as_deref());
        line.text("event", event(row.word("status")));
        line.number("timestamp", row.instant("event_time").map(|at| at / SECOND));
        line.text("url", row.text("link_url"));
        if row.word("status") == "opened" {
            line.number("sg_machine_open", row.flag("is_machine"));
        }
        line.columns(row, ARGUMENTS);
    });
}
