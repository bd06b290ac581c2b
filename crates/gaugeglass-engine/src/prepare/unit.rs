//! Preparing one unit: its files read once, mapped, brought under the contract, sorted, measured and kept.

use std::collections::BTreeMap;
use std::sync::Arc;

use arrow::array::{Array, ArrayRef, AsArray, BooleanArray};
use arrow::compute::{cast, filter_record_batch, is_null};
use arrow::datatypes::{DataType, Int32Type, Int64Type, SchemaRef};
use arrow::record_batch::RecordBatch;
use datafusion::execution::SendableRecordBatchStream;
use datafusion::prelude::SessionContext;
use futures::StreamExt;
use serde::{Deserialize, Serialize};

use super::contract::{self, REJECTED, REJECTED_VALUE, is_identifier};
use super::measure::{Measured, Measures};
use super::run::Writer;
use super::units::Unit;
use super::{FileAccount, Listed, Workshop, mapping};
use crate::Error;
use crate::cache::{self, Cache, Part};
use crate::formats::SourceFile;
use crate::quarantine::{Collected, Reject, Rejects, mask};
use crate::row_set::RowSet;
use crate::source::{FILE_INDEX, ROW, Shape, SourceTable};

/// The folder of units in the cache.
pub const KIND: &str = "units";

/// What is known of a prepared unit.
#[derive(Debug, Serialize, Deserialize)]
pub struct UnitNote {
    /// The log.
    pub name: String,
    /// The rows, then the runs of their keys.
    pub parts: Vec<Part>,
    /// What became of each file's rows; copies are not told apart yet and count as kept.
    pub files: Vec<FileAccount>,
    /// Rejected rows, up to a bound.
    pub rejects: Vec<Reject>,
    /// What was measured.
    pub measured: Vec<Measured>,
}

impl cache::Note for UnitNote {
    fn parts(&self) -> Vec<&Part> {
        self.parts.iter().collect()
    }
}

impl UnitNote {
    /// The rows; none where no row stands.
    pub fn rows(&self) -> Option<&Part> {
        self.parts.iter().find(|part| part.path.ends_with(".parquet"))
    }

    /// The runs of keys.
    pub fn runs(&self) -> &[Part] {
        &self.parts[self.rows().iter().count()..]
    }
}

/// Prepares a unit, or finds it prepared.
pub async fn prepare(unit: &Unit, listed: &Listed, shape: &Shape, workshop: &Workshop) -> Result<UnitNote, Error> {
    let cache = &workshop.cache;
    if let Some(found) = cache.note::<UnitNote>(KIND, &unit.key).await? {
        return Ok(found);
    }
    let rejects = Arc::new(Rejects::default());
    let mut batches = stream(unit, listed, shape, &rejects, &workshop.context).await?;
    let place = Cache::place(KIND, &unit.key);
    let schema = listed.log.schema();
    let mut pass = Pass::new(listed, unit, Arc::clone(&schema), &rejects);
    let mut writer = Writer::new(listed.log, schema, cache, place);
    while let Some(batch) = batches.next().await {
        let batch = batch.map_err(|cause| mapping::blame(listed, Error::from_datafusion(cause, "")))?;
        (workshop.progress)(batch.num_rows() as u64);
        let (kept, files) = pass.take(&batch)?;
        if kept.num_rows() > 0 {
            writer.add(kept, &files).await?;
        }
    }
    let parts = writer.close().await?;
    let note = pass.into_note(parts);
    cache.close(KIND, &unit.key, &note).await?;
    Ok(note)
}

/// The unit's rows as the contract sees them.
async fn stream(
    unit: &Unit,
    listed: &Listed,
    shape: &Shape,
    rejects: &Arc<Rejects>,
    context: &SessionContext,
) -> Result<SendableRecordBatchStream, Error> {
    let table = SourceTable::new(shape.clone(), Arc::clone(&listed.format), unit.files.clone(), Arc::clone(rejects));
    let mapped = mapping::apply(table, listed, context).await?;
    let plan = contract::canonical(mapped, listed.log)?;
    let state = context.state();
    let planned = |cause| mapping::blame(listed, Error::from_datafusion(cause, ""));
    let physical = state.create_physical_plan(&plan).await.map_err(planned)?;
    datafusion::physical_plan::execute_stream(physical, state.task_ctx()).map_err(planned)
}

/// What all batches of a unit count into.
struct Pass<'a> {
    listed: &'a Listed,
    files: &'a [SourceFile],
    schema: SchemaRef,
    rejects: &'a Rejects,
    kept: BTreeMap<i32, u64>,
    claimed: RowSet,
    measures: Measures,
}

impl<'a> Pass<'a> {
    fn new(listed: &'a Listed, unit: &'a Unit, schema: SchemaRef, rejects: &'a Rejects) -> Pass<'a> {
        let (kept, claimed, measures) = Default::default();
        Pass { listed, files: &unit.files, schema, rejects, kept, claimed, measures }
    }

    /// The rows of a batch that stand under the contract, and the file of each.
    fn take(&mut self, batch: &RecordBatch) -> Result<(RecordBatch, Vec<i32>), Error> {
        let rejected = cast(column(batch, REJECTED)?, &DataType::Utf8).map_err(Error::internal)?;
        self.claim(batch)?;
        let batch = match rejected.null_count() == rejected.len() {
            true => batch.clone(),
            false => {
                self.reject(batch, &rejected)?;
                let stands: BooleanArray = is_null(&rejected).map_err(Error::internal)?;
                filter_record_batch(batch, &stands).map_err(Error::internal)?
            }
        };
        let files = column(&batch, FILE_INDEX)?.as_primitive::<Int32Type>().values().to_vec();
        let places: Vec<usize> = (0..self.schema.fields().len()).collect();
        let kept = batch.project(&places).map_err(Error::internal)?;
        let kept = crate::wire::wire_batch(&kept, &self.schema).map_err(Error::internal)?;
        let days: Vec<_> = files.iter().map(|file| self.files.get(*file as usize).and_then(|file| file.day)).collect();
        self.measures.add(self.listed.log, &kept, &days)?;
        for file in &files {
            *self.kept.entry(*file).or_default() += 1;
        }
        Ok((kept, files))
    }

    /// Marks the rows that the mapping took. Without one it takes them all.
    fn claim(&mut self, batch: &RecordBatch) -> Result<(), Error> {
        if self.listed.mapping.is_none() {
            return Ok(());
        }
        let files = column(batch, FILE_INDEX)?.as_primitive::<Int32Type>();
        let rows = column(batch, ROW)?.as_primitive::<Int64Type>();
        for (file, row) in files.values().iter().zip(rows.values()) {
            self.claimed.insert(*file, *row);
        }
        Ok(())
    }

    fn reject(&self, batch: &RecordBatch, rules: &ArrayRef) -> Result<(), Error> {
        let files = column(batch, FILE_INDEX)?.as_primitive::<Int32Type>();
        let rows = column(batch, ROW)?.as_primitive::<Int64Type>();
        let values = cast(column(batch, REJECTED_VALUE)?, &DataType::Utf8).map_err(Error::internal)?;
        let (rules, values) = (rules.as_string::<i32>(), values.as_string::<i32>());
        for at in (0..batch.num_rows()).filter(|at| rules.is_valid(*at)) {
            let rule = rules.value(at);
            let name = rule.split_once(':').map(|(_, name)| name.to_owned());
            let hidden = name.as_deref().is_some_and(|name| is_identifier(self.listed.log, name));
            let shown = values.is_valid(at).then(|| values.value(at));
            self.rejects.rejected(Reject {
                file: files.value(at),
                row: Some(rows.value(at)),
                byte_offset: None,
                rule: rule.to_owned(),
                column: name,
                value: shown.map(|shown| if hidden { mask(shown) } else { shown.to_owned() }),
            });
        }
        Ok(())
    }

    fn into_note(self, parts: Vec<Part>) -> UnitNote {
        let collected = self.rejects.take();
        let files = self.files.iter().map(|file| self.account(file, &collected)).collect();
        let name = self.listed.log.name.to_owned();
        UnitNote { name, parts, files, rejects: collected.shown, measured: self.measures.into_vec() }
    }

    fn account(&self, file: &SourceFile, collected: &Collected) -> FileAccount {
        let kept = self.kept.get(&file.index).copied().unwrap_or_default();
        let undecoded = collected.undecoded.count(file.index);
        let quarantined = collected.rejected.get(&file.index).copied().unwrap_or_default() + undecoded;
        let decoded = collected.decoded.count(file.index);
        let skipped = if self.listed.mapping.is_some() { decoded.saturating_sub(self.claimed.count(file.index)) } else { 0 };
        FileAccount {
            rows_read: decoded + undecoded,
            rows_skipped: skipped,
            rows_in: kept + quarantined,
            rows_kept: kept,
            rows_duplicate: 0,
            rows_quarantined: quarantined,
            error: collected.files.get(&file.index).cloned(),
            ..FileAccount::of(file)
        }
    }
}

fn column<'a>(batch: &'a RecordBatch, name: &str) -> Result<&'a ArrayRef, Error> {
    batch.column_by_name(name).ok_or_else(|| Error::internal(format!("no column {name} in a prepared batch")))
}
