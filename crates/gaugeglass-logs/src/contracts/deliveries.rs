//! What became of each message, from schedule to click or complaint.

use crate::ColumnType::{Attributes, Flag, Id, Instant, Int16, Items, Label, Text};
use crate::vocabulary::CHANNELS;
use crate::{Column, Log, Rule};

pub(super) fn log() -> Log {
    let mut columns = message();
    columns.extend(status());
    columns.extend(content());
    Log::fact(
        "deliveries",
        "Every status that a message went through; an open is no sign of success, since machines open too.",
        "one row per message and change of its status",
        columns,
    )
}

fn message() -> Vec<Column> {
    vec![
        Column::required("message_id", Id, "The message."),
        Column::optional("decision_id", Id, "Decision that sent it; lineage hangs on it."),
        Column::optional("campaign_id", Id, "Campaign it belongs to."),
        Column::optional("content_id", Id, "Content it carries."),
        Column::optional("content_version", Id, "Version of that content."),
        Column::optional("variant_id", Id, "Arm of the experiment it belongs to."),
        Column::required("channel", Label, "Where the customer was met.").with(CHANNELS),
        Column::required("provider", Label, "Service that delivers it."),
        Column::optional("recipient_hash", Id, "Hashed address it goes to."),
        Column::optional("user_id", Id, "Known customer it goes to."),
    ]
}

fn status() -> Vec<Column> {
    vec![
        Column::required("status", Label, "What happened to the message.").with(STATUSES),
        Column::optional("suppress_reason", Label, "Why it was held back.").with(Rule::OneOf(&[
            "quiet_hours",
            "frequency_cap",
            "rate_limit",
            "no_consent",
            "content_abort",
            "holdout",
        ])),
        Column::optional("scheduled_time", Instant, "When it was meant to go out."),
        Column::optional("attempt", Int16, "Number of the attempt.").with(Rule::NonNegative),
        Column::optional("is_machine", Flag, "Whether a mail proxy or scanner opened or clicked it."),
    ]
}

fn content() -> Vec<Column> {
    vec![
        Column::optional("link_url", Text, "Link that was clicked."),
        Column::optional("items", Items, "Products shown in the message."),
        Column::optional("personalisation_fill", Attributes, "What was filled into each blank of the text."),
        Column::optional("journey_stage", Label, "Step of the journey it was sent in."),
    ]
}

const STATUSES: Rule = Rule::OneOf(&[
    "scheduled",
    "queued",
    "sent",
    "deferred",
    "delivered",
    "displayed",
    "opened",
    "clicked",
    "dismissed",
    "bounced_hard",
    "bounced_soft",
    "dropped",
    "suppressed",
    "failed",
    "unsubscribed",
    "complained",
]);
