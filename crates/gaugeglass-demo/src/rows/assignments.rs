//! Rows of `assignments` and `exposures`, which share the columns of a unit.

use arrow::array::RecordBatch;

use crate::DemoError;
use crate::columns::Columns;
use crate::rows::{Envelope, fact};

/// What an experiment randomises, by type and id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Unit {
    pub(crate) kind: &'static str,
    pub(crate) number: u64,
}

impl Unit {
    pub(crate) const fn person(user: u64) -> Self {
        Self { kind: "person", number: user }
    }

    pub(crate) const fn workflow(number: u64) -> Self {
        Self { kind: "workflow", number }
    }

    fn text(self) -> Option<String> {
        let prefix = if self.kind == "workflow" { "w" } else { "u" };
        Some(crate::columns::id_text(prefix, self.number))
    }
}

/// The arm of a unit.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Assignment {
    pub(crate) envelope: Envelope,
    pub(crate) experiment: &'static str,
    pub(crate) variant: &'static str,
    pub(crate) unit: Unit,
    pub(crate) weight: f64,
}

fact!(Assignment, "assignments");

/// The moment at which the arms differ for a unit.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Exposure {
    pub(crate) envelope: Envelope,
    pub(crate) experiment: &'static str,
    pub(crate) variant: &'static str,
    pub(crate) unit: Unit,
    pub(crate) trigger: u64,
    /// On the control side: the treated would have been shown something here.
    pub(crate) would_have: bool,
}

fact!(Exposure, "exposures");

pub(crate) fn assignment_batch(rows: &[Assignment]) -> Result<RecordBatch, DemoError> {
    let mut columns = Columns::new("assignments", rows.len())?;
    columns.envelopes("t", rows.iter().map(|row| &row.envelope));
    columns.words("experiment_id", rows.iter().map(|row| row.experiment));
    columns.words("variant_id", rows.iter().map(|row| row.variant));
    columns.words("unit_type", rows.iter().map(|row| row.unit.kind));
    columns.texts("unit_id_hash", rows.iter().map(|row| row.unit.text()));
    columns.float64("weight_at_assignment", rows.iter().map(|row| Some(row.weight)));
    columns.words("reason", rows.iter().map(|_| "split"));
    columns.finish()
}

pub(crate) fn exposure_batch(rows: &[Exposure]) -> Result<RecordBatch, DemoError> {
    let mut columns = Columns::new("exposures", rows.len())?;
    columns.envelopes("x", rows.iter().map(|row| &row.envelope));
    columns.words("experiment_id", rows.iter().map(|row| row.experiment));
    columns.words("variant_id", rows.iter().map(|row| row.variant));
    columns.words("unit_type", rows.iter().map(|row| row.unit.kind));
    columns.texts("unit_id_hash", rows.iter().map(|row| row.unit.text()));
    columns.ids("trigger_event_id", "e", rows.iter().map(|row| row.trigger));
    columns.flags("would_have", rows.iter().map(|row| Some(row.would_have)));
    columns.finish()
}
