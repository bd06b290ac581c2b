//! Which arm each unit was put in.

use crate::ColumnType::{Float64, Id, Label};
use crate::{Column, Log, Rule};

pub(super) fn log() -> Log {
    let mut columns = unit();
    columns
        .push(Column::optional("weight_at_assignment", Float64, "Weight of the arm when the unit was assigned.").with(Rule::PROBABILITY));
    columns.push(Column::optional("reason", Label, "Why the unit got this arm."));
    Log::fact("assignments", "Every unit's arm in every experiment.", "one row per experiment and unit", columns)
}

/// The columns that name a unit of an experiment; an exposure carries the same.
pub(super) fn unit() -> Vec<Column> {
    vec![
        Column::required("experiment_id", Id, "The experiment."),
        Column::required("variant_id", Id, "Arm of the unit."),
        Column::required("unit_type", Label, "What is randomised, such as person."),
        Column::required("unit_id_hash", Id, "The unit, hashed."),
    ]
}
