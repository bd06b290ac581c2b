//! Rows of `identity_observations`.

use arrow::array::RecordBatch;

use crate::DemoError;
use crate::columns::Columns;
use crate::identity::Identifier;
use crate::rows::{Envelope, fact};

/// Two identifiers seen together.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Observation {
    pub(crate) envelope: Envelope,
    pub(crate) pair: [Identifier; 2],
    pub(crate) channel: &'static str,
    pub(crate) context: &'static str,
}

fact!(Observation, "identity_observations");

pub(crate) fn batch(rows: &[Observation]) -> Result<RecordBatch, DemoError> {
    let mut columns = Columns::new("identity_observations", rows.len())?;
    columns.envelopes("i", rows.iter().map(|row| &row.envelope));
    columns.ids("obs_id", "i", rows.iter().map(|row| row.envelope.id));
    columns.identifiers("ids", rows.iter().map(|row| row.pair.as_slice()))?;
    columns.words("channel", rows.iter().map(|row| row.channel));
    columns.words("context", rows.iter().map(|row| row.context));
    columns.finish()
}
