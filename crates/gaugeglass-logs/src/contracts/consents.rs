//! What each customer allows, for which purpose and when.

use crate::ColumnType::{Id, Instant, Label};
use crate::vocabulary::CHANNELS;
use crate::{Column, Log};

pub(super) fn log() -> Log {
    Log {
        name: "consents",
        doc: "Consents given and withdrawn.",
        grain: "one row per subject, purpose, channel and stretch of time",
        columns: columns(),
        key: &["subject", "purpose", "channel", "valid_from"],
        time: None,
    }
}

fn columns() -> Vec<Column> {
    vec![
        Column::required("subject", Id, "Hashed id of who consents."),
        Column::required("purpose", Label, "What the consent is for, such as marketing."),
        Column::optional("channel", Label, "Channel it is for; null is all.").with(CHANNELS),
        Column::required("state", Label, "What was said, such as granted or withdrawn."),
        Column::required("valid_from", Instant, "From when it holds."),
        Column::optional("valid_to", Instant, "Until when it holds; null is still."),
    ]
}
