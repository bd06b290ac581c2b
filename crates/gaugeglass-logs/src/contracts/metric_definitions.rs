//! Versions of metric definitions that other tools of the programme use.

use crate::ColumnType::{Id, Label, Text};
use crate::{Column, Log};

pub(super) fn log() -> Log {
    Log {
        name: "metric_definitions",
        doc: "How other tools define their metrics, to tell one definition from another.",
        grain: "one row per metric and version",
        columns: columns(),
        key: &["metric_id", "version"],
        time: None,
    }
}

fn columns() -> Vec<Column> {
    vec![
        Column::required("metric_id", Id, "The metric."),
        Column::required("version", Label, "Version of its definition."),
        Column::optional("sql_hash", Text, "Hash of its SQL."),
        Column::optional("owner_id", Id, "Who answers for it."),
    ]
}
