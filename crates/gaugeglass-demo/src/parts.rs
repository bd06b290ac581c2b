//! The files of one day and shard.

use std::path::Path;

use arrow::array::RecordBatch;

use crate::chunk::Chunk;
use crate::rows::{self, Fact};
use crate::{Defects, DemoError, Family, ndjson, vendors, writer};

/// Rows and bytes of one file.
pub(crate) type Written = (&'static str, u64, u64);

/// One shard's share of one day.
pub(crate) struct Part<'a> {
    pub(crate) dir: &'a Path,
    pub(crate) shard: u64,
    pub(crate) day: usize,
    pub(crate) has_vendors: bool,
}

impl Part<'_> {
    /// Writes every log of facts, but those that the defects leave out.
    pub(crate) fn write_all(&self, chunks: &[Chunk], defects: &Defects) -> Result<Vec<Written>, DemoError> {
        let facts = || chunks.iter().map(|chunk| &chunk.facts);
        let day = self.day;
        let mut written = vec![
            self.write(facts().map(|all| all.events.day(day)), rows::events::batch)?,
            self.write(facts().map(|all| all.orders.day(day)), rows::orders::batch)?,
            self.write(facts().map(|all| all.deliveries.day(day)), rows::deliveries::batch)?,
            self.write(facts().map(|all| all.observations.day(day)), rows::identity_observations::batch)?,
            self.write(facts().map(|all| all.exposures.day(day)), rows::assignments::exposure_batch)?,
        ];
        if !defects.has(Family::MissingDecisions) {
            written.push(self.write_decisions(facts().map(|all| all.decisions.day(day)))?);
        }
        if !defects.has(Family::MissingApprovals) {
            written.push(self.write(facts().map(|all| all.approvals.day(day)), rows::approvals::batch)?);
        }
        if !defects.has(Family::MissingAssignments) {
            written.push(self.write(facts().map(|all| all.assignments.day(day)), rows::assignments::assignment_batch)?);
        }
        Ok(written)
    }

    fn write<'r, R: Fact + 'r>(
        &self,
        parts: impl Iterator<Item = &'r [R]>,
        batch: fn(&[R]) -> Result<RecordBatch, DemoError>,
    ) -> Result<Written, DemoError> {
        let rows = writer::sorted(parts);
        if rows.is_empty() {
            return Ok((R::LOG, 0, 0));
        }
        let path = writer::partition(self.dir, "logs", R::LOG, self.day, self.shard, "parquet");
        let batch = batch(&rows)?;
        self.write_vendors(R::LOG, &batch)?;
        Ok((R::LOG, rows.len() as u64, writer::write(&path, &batch)?))
    }

    fn write_vendors(&self, log: &str, batch: &RecordBatch) -> Result<(), DemoError> {
        if self.has_vendors { vendors::write(self.dir, self.day, self.shard, log, batch) } else { Ok(()) }
    }

    /// The same batch twice: as Parquet and as lines of JSON.
    fn write_decisions<'r>(&self, parts: impl Iterator<Item = &'r [rows::decisions::Decision]>) -> Result<Written, DemoError> {
        let rows = writer::sorted(parts);
        if rows.is_empty() {
            return Ok(("decisions", 0, 0));
        }
        let batch = rows::decisions::batch(&rows)?;
        self.write_vendors("decisions", &batch)?;
        let path = |format, extension| writer::partition(self.dir, format, "decisions", self.day, self.shard, extension);
        let bytes = writer::write(&path("logs", "parquet"), &batch)?;
        let lines = ndjson::write(&path("ndjson", "ndjson.gz"), &batch)?;
        Ok(("decisions", rows.len() as u64, bytes + lines))
    }
}
