//! Rows of `consents`.

use arrow::array::RecordBatch;

use crate::DemoError;
use crate::clock::Instant;
use crate::columns::Columns;

/// A consent for marketing by e-mail, given or withdrawn.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Consent {
    pub(crate) user: u64,
    pub(crate) state: &'static str,
    pub(crate) from: Instant,
    pub(crate) to: Option<Instant>,
}

pub(crate) fn batch(rows: &[Consent]) -> Result<RecordBatch, DemoError> {
    let mut columns = Columns::new("consents", rows.len())?;
    columns.ids("subject", "u", rows.iter().map(|row| row.user));
    columns.words("purpose", rows.iter().map(|_| "marketing"));
    columns.words("channel", rows.iter().map(|_| "email"));
    columns.words("state", rows.iter().map(|row| row.state));
    columns.instants("valid_from", rows.iter().map(|row| Some(row.from)));
    columns.instants("valid_to", rows.iter().map(|row| row.to));
    columns.finish()
}
