//! Identifiers that were seen together.

use crate::ColumnType::{Id, Identifiers, Label};
use crate::vocabulary::CHANNELS;
use crate::{Column, Log, Rule};

pub(super) fn log() -> Log {
    Log::fact(
        "identity_observations",
        "Sightings of identifiers side by side, the raw evidence for links.",
        "one row per sighting",
        vec![
            Column::optional("obs_id", Id, "The sighting, where it has an id of its own."),
            Column::required("ids", Identifiers, "Identifiers seen together."),
            Column::optional("channel", Label, "Where they were seen.").with(CHANNELS),
            Column::optional("context", Label, "What the customer was doing.").with(Rule::OneOf(&[
                "login",
                "checkout",
                "form",
                "click_token",
                "sdk_alias",
                "crm_import",
                "kiosk",
            ])),
            Column::optional("session_id", Id, "Visit in which they were seen."),
        ],
    )
}
