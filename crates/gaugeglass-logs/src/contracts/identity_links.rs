//! Pairs of identifiers that are held to be one person.

use crate::ColumnType::{Float32, Id, Instant, Label};
use crate::{Column, Log, Rule};

pub(super) fn log() -> Log {
    let mut columns = pair();
    columns.extend(validity());
    Log {
        name: "identity_links",
        doc: "Links between identifiers, with when each held and when it was known.",
        grain: "one row per link",
        columns,
        key: &["link_id"],
        time: Some("recorded_time"),
    }
}

fn pair() -> Vec<Column> {
    vec![
        Column::required("link_id", Id, "The link."),
        Column::required("left_type", Label, "Type of the first identifier."),
        Column::required("left_hash", Id, "Hash of the first identifier."),
        Column::required("right_type", Label, "Type of the second identifier."),
        Column::required("right_hash", Id, "Hash of the second identifier."),
        Column::required("method", Label, "How the link was made.").with(Rule::OneOf(&["deterministic", "probabilistic", "manual"])),
        Column::optional("rule_id", Label, "Rule that made the link."),
        Column::optional("model_version", Label, "Model that made the link."),
        Column::optional("confidence", Float32, "How sure the link is.").with(Rule::PROBABILITY),
        Column::optional("evidence_event_id", Id, "Fact that the link rests on."),
    ]
}

fn validity() -> Vec<Column> {
    vec![
        Column::required("valid_from", Instant, "From when the link holds in the world."),
        Column::optional("valid_to", Instant, "Until when it holds; null is still."),
        Column::required("recorded_time", Instant, "When the link became known."),
        Column::optional("retracted_time", Instant, "When the link was taken back; null is never."),
    ]
}
