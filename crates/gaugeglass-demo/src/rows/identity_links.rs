//! Rows of `identity_links`.

use arrow::array::RecordBatch;

use crate::DemoError;
use crate::clock::Instant;
use crate::columns::{Columns, id_text};
use crate::identity::Identifier;

/// A link between two identifiers.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Link {
    pub(crate) id: u64,
    pub(crate) left: Identifier,
    pub(crate) right: Identifier,
    pub(crate) is_deterministic: bool,
    pub(crate) recorded: Instant,
    pub(crate) retracted: Option<Instant>,
    pub(crate) evidence: u64,
}

pub(crate) fn batch(rows: &[Link]) -> Result<RecordBatch, DemoError> {
    let mut columns = Columns::new("identity_links", rows.len())?;
    columns.ids("link_id", "l", rows.iter().map(|row| row.id));
    columns.words("left_type", rows.iter().map(|row| row.left.kind.name()));
    columns.texts("left_hash", rows.iter().map(|row| hash(&row.left)));
    columns.words("right_type", rows.iter().map(|row| row.right.kind.name()));
    columns.texts("right_hash", rows.iter().map(|row| hash(&row.right)));
    let method = |row: &Link| {
        if row.is_deterministic { "deterministic" } else { "probabilistic" }
    };
    columns.words("method", rows.iter().map(method));
    columns.words("rule_id", rows.iter().map(|row| if row.is_deterministic { "login" } else { "household" }));
    let confidence = |row: &Link| Some(if row.is_deterministic { 1.0 } else { 0.81 });
    columns.float32("confidence", rows.iter().map(confidence));
    columns.instants("valid_from", rows.iter().map(|row| Some(row.recorded)));
    columns.instants("recorded_time", rows.iter().map(|row| Some(row.recorded)));
    columns.instants("retracted_time", rows.iter().map(|row| row.retracted));
    columns.ids("evidence_event_id", "i", rows.iter().map(|row| row.evidence));
    columns.finish()
}

fn hash(identifier: &Identifier) -> Option<String> {
    Some(id_text(identifier.kind.prefix(), identifier.number))
}
