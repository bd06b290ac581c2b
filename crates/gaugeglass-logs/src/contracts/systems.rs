//! Systems that feed the programme, and how fresh each promises to be.

use crate::ColumnType::{Id, Int64, Label, Text, TextList};
use crate::{Column, Log, Rule};

pub(super) fn log() -> Log {
    Log {
        name: "systems",
        doc: "The systems that produce the logs, with their owners and promises.",
        grain: "one row per system",
        columns: columns(),
        key: &["system_id"],
        time: None,
    }
}

fn columns() -> Vec<Column> {
    vec![
        Column::required("system_id", Id, "The system; equals source in the facts it makes."),
        Column::optional("owner_id", Id, "Who answers for it."),
        Column::optional("feeds", TextList, "Logs that it feeds."),
        Column::optional("expected_freshness_warn_s", Int64, "Age of its newest fact, in seconds, that calls for a look.")
            .with(Rule::NonNegative),
        Column::optional("expected_freshness_error_s", Int64, "Age of its newest fact, in seconds, that is a fault.")
            .with(Rule::NonNegative),
        Column::optional("contract_ref", Text, "Where its data contract is."),
        Column::optional("criticality", Label, "How much hangs on it."),
    ]
}
