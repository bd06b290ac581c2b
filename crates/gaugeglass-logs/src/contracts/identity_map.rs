//! Which person each identifier stands for, as known when.

use crate::ColumnType::{Id, Instant, Label};
use crate::{Column, Log};

pub(super) fn log() -> Log {
    Log {
        name: "identity_map",
        doc: "The person behind each identifier; known at t where recorded_time <= t and not retracted by t.",
        grain: "one row per identifier and stretch of time",
        columns: columns(),
        key: &["id_type", "id_hash", "valid_from", "recorded_time"],
        time: Some("recorded_time"),
    }
}

fn columns() -> Vec<Column> {
    vec![
        Column::required("id_type", Label, "Type of the identifier."),
        Column::required("id_hash", Id, "Hash of the identifier."),
        Column::required("person_id", Id, "Person it stands for."),
        Column::required("valid_from", Instant, "From when it stands for that person."),
        Column::optional("valid_to", Instant, "Until when; null is still."),
        Column::required("recorded_time", Instant, "When this became known."),
        Column::optional("retracted_time", Instant, "When it was taken back; null is never."),
        Column::optional("graph_version", Label, "Version of the identity graph."),
    ]
}
