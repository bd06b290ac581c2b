//! Who may approve what.

use crate::ColumnType::{Id, Instant, Label};
use crate::vocabulary::RISK_TIERS;
use crate::{Column, Log};

pub(super) fn log() -> Log {
    Log {
        name: "decision_rights",
        doc: "Rights to approve, by scope and risk.",
        grain: "one row per right and stretch of time",
        columns: columns(),
        key: &["decision_right_id", "valid_from"],
        time: None,
    }
}

fn columns() -> Vec<Column> {
    vec![
        Column::required("decision_right_id", Id, "The right."),
        Column::required("scope", Label, "What it covers."),
        Column::optional("risk_tier", Label, "Risk it reaches up to.").with(RISK_TIERS),
        Column::conditional("role", Label, "Role that holds it; a row has this or person_id."),
        Column::conditional("person_id", Id, "Hashed id of who holds it."),
        Column::required("valid_from", Instant, "From when it holds."),
        Column::optional("valid_to", Instant, "Until when it holds; null is still."),
    ]
}
