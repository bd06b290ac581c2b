//! Braze Currents: one event of a message a line, by kind and date in `braze/event_type=…/date=YYYY-MM-DD/`.
//!
//! The kind is in the path alone, times are whole seconds, and only suspected machines are marked.

use super::Feed;
use super::json::object;
use super::table::Row;
use crate::clock::SECOND;

pub(super) const DELIVERIES: Feed = Feed {
    log: "deliveries",
    path: |date, row| {
        let kind = kind(row).unwrap_or_default();
        format!("braze/event_type={kind}/date={}/part-{{shard}}.ndjson", date.dashed())
    },
    header: "",
    has: |row| kind(row).is_some(),
    line,
};

/// The kind of event, where Braze has one for the status on that channel.
fn kind(row: &Row<'_>) -> Option<&'static str> {
    Some(match (row.word("channel"), row.word("status")) {
        ("email", "sent") => "users.messages.email.Send",
        ("email", "delivered") => "users.messages.email.Delivery",
        ("email", "opened") => "users.messages.email.Open",
        ("email", "clicked") => "users.messages.email.Click",
        ("email", "bounced_hard") => "users.messages.email.Bounce",
        ("email", "bounced_soft") => "users.messages.email.SoftBounce",
        ("email", "complained") => "users.messages.email.MarkAsSpam",
        ("email", "unsubscribed") => "users.messages.email.Unsubscribe",
        ("email", "suppressed") => "users.messages.email.Abort",
        ("push", "sent") => "users.messages.pushnotification.Send",
        ("push", "opened") => "users.messages.pushnotification.Open",
        _ => return None,
    })
}

fn line(text: &mut Vec<u8>, row: &Row<'_>) {
    object(text, |line| {
        line.text("id", row.text("event_id"));
        line.number("time", row.instant("event_time").map(|at| at / SECOND));
        line.text("external_user_id", row.text("user_id"));
        line.text("timezone", row.text("tz"));
        line.text("campaign_id", row.text("campaign_id"));
        line.text("message_variation_id", row.text("variant_id"));
        line.text("canvas_step_name", row.text("journey_stage"));
        line.text("dispatch_id", row.text("message_id"));
        line.text("send_id", row.text("decision_id"));
        line.text("url", row.text("link_url"));
        line.text(
            "abort_type",
            row.text("suppress_reason").map(|reason| if reason == "frequency_cap" { "frequency_capping" } else { reason }),
        );
        let mark = if row.word("status") == "opened" { "machine_open" } else { "is_suspected_bot_click" };
        line.number(mark, row.flag("is_machine"));
    });
}
