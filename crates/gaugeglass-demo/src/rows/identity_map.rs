//! Rows of `identity_map`.

use arrow::array::RecordBatch;

use crate::DemoError;
use crate::clock::Instant;
use crate::columns::{Columns, id_text};
use crate::identity::Identifier;

/// The person behind an identifier, as the resolver knew it from `recorded` to `retracted`.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Mapping {
    pub(crate) identifier: Identifier,
    pub(crate) person: u64,
    pub(crate) recorded: Instant,
    pub(crate) retracted: Option<Instant>,
}

pub(crate) fn batch(rows: &[Mapping]) -> Result<RecordBatch, DemoError> {
    let mut columns = Columns::new("identity_map", rows.len())?;
    columns.words("id_type", rows.iter().map(|row| row.identifier.kind.name()));
    let hash = |row: &Mapping| Some(id_text(row.identifier.kind.prefix(), row.identifier.number));
    columns.texts("id_hash", rows.iter().map(hash));
    columns.ids("person_id", "p", rows.iter().map(|row| row.person));
    columns.instants("valid_from", rows.iter().map(|row| Some(row.recorded)));
    columns.instants("recorded_time", rows.iter().map(|row| Some(row.recorded)));
    columns.instants("retracted_time", rows.iter().map(|row| row.retracted));
    columns.words("graph_version", rows.iter().map(|_| "7"));
    columns.finish()
}
