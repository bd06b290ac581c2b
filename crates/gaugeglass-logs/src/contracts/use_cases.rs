//! Use cases: which intent calls for an action, and how soon it must come.

use crate::ColumnType::{Float64, Id, Instant, Int64, Label, Money, Text};
use crate::{Column, Log, Rule};

pub(super) fn log() -> Log {
    Log {
        name: "use_cases",
        doc: "What the programme reacts to, by when, and what a conversion is worth.",
        grain: "one row per use case and stretch of time",
        columns: columns(),
        key: &["use_case_id", "valid_from"],
        time: None,
    }
}

fn columns() -> Vec<Column> {
    let mut columns = vec![
        Column::required("use_case_id", Label, "The use case."),
        Column::optional("intent_rule", Text, "What counts as the intent."),
        Column::optional("min_delay_s", Int64, "Seconds to wait at least after the intent.").with(Rule::NonNegative),
        Column::optional("deadline_s", Int64, "Seconds after the intent when it is too late.").with(Rule::NonNegative),
        Column::optional("slo_target", Float64, "Share that must be in time.").with(Rule::PROBABILITY),
        Column::optional("owner_id", Id, "Who answers for it."),
        Column::optional("value_per_conversion", Money, "What one conversion is worth."),
        Column::optional("currency", Label, "Currency of that worth, ISO 4217."),
        Column::optional("evidence_ref", Text, "Where that worth comes from."),
    ];
    columns.extend(validity());
    columns
}

fn validity() -> Vec<Column> {
    vec![
        Column::optional("declared_time", Instant, "When this was written down."),
        Column::optional("valid_from", Instant, "From when it holds."),
        Column::optional("valid_to", Instant, "Until when it holds; null is still."),
    ]
}
