//! Preparing a log: its source files read once, mapped, validated, deduplicated and kept as Parquet
//! under the hash of all that went in.
//!
//! A source is cut into units (`units.rs`), each prepared by itself (`unit.rs`) and found again as long as its files stay as
//! they are. Which of several rows with one key stands is then decided over all units (`standing.rs`); those that do not
//! are masked where the log is read. For every file: rows in = rows kept + duplicates + rejected.

mod columns;
mod contract;
mod keys;
mod listing;
mod mapping;
mod measure;
mod path_pattern;
mod run;
mod standing;
mod unit;
mod units;

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use arrow::array::{AsArray, Int32Array, UInt32Array};
use arrow::datatypes::{DataType, Field, Int32Type, Schema, SchemaRef, UInt32Type};
use arrow::record_batch::RecordBatch;
use chrono::NaiveDate;
use datafusion::prelude::SessionContext;
use futures::future::BoxFuture;
use futures::{FutureExt, StreamExt, TryFutureExt, TryStreamExt, stream};
use gaugeglass_logs::Log;
use gaugeglass_metrics::{Diagnostic, Mapping};
use parquet::arrow::arrow_reader::{RowSelection, RowSelector};
use serde::{Deserialize, Serialize};

use crate::Error;
use crate::cache::{self, Cache, Part, Selected};
use crate::compute::AbortOnDrop;
use crate::formats::{Format, SourceFile};
use crate::log_store::LogStore;
use crate::quarantine::{Reject, Rejects, SHOWN_MAX};
use crate::settings::LogSettings;
use crate::source::{Shape, SourceTable};
use measure::Measures;
use standing::{Fallen, UnitRuns};
use unit::UnitNote;
use units::Unit;

pub use columns::Known;
pub use listing::is_hidden;
pub use measure::{Measured, Violation};
pub use path_pattern::DAY_KEYS;

/// The folder of prepared logs in the cache.
pub const KIND: &str = "logs";
/// Changes when the meaning of a prepared log does.
const VERSION: &str = "4";
/// Units that are prepared at the same time; each has a thread that decodes and one that does the rest.
const UNITS_AT_ONCE: usize = 2;

/// A source whose files are listed and whose content is thereby named.
#[derive(Debug, Clone)]
pub struct Listed {
    /// The contract.
    pub log: &'static Log,
    /// Where it is.
    pub store: LogStore,
    /// What the configuration says.
    pub settings: LogSettings,
    /// The files, in path order.
    pub files: Vec<SourceFile>,
    /// Their format.
    pub format: Arc<dyn Format>,
    /// The mapping, where there is one.
    pub mapping: Option<Arc<Mapping>>,
    /// Hash of files, mapping, contract and version.
    pub key: String,
}

/// What preparing works with.
#[derive(Clone)]
pub struct Workshop {
    /// Where prepared rows go.
    pub cache: Cache,
    /// Plans mappings.
    pub context: SessionContext,
    /// What is known of files.
    pub known: Arc<Known>,
    /// Told how many rows more were read.
    pub progress: Arc<dyn Fn(u64) + Send + Sync>,
}

/// A source and what became of its rows.
pub type Source = (Arc<Listed>, Arc<Prepared>);

/// A prepared log.
#[derive(Debug, Clone)]
pub struct Prepared {
    /// The rows that stand.
    pub rows: Vec<Selected>,
    /// All that it needs of the cache.
    pub parts: Vec<Part>,
    /// What became of each file's rows.
    pub files: Vec<FileAccount>,
    /// Rejected rows, up to a bound.
    pub rejects: Vec<Reject>,
    /// What was measured per producing system and day of arrival.
    pub measured: Vec<Measured>,
}

/// What the cache keeps of a prepared log.
#[derive(Debug, Serialize, Deserialize)]
struct PreparedNote {
    /// The log.
    name: String,
    /// The positions that are masked, where there are any.
    parts: Vec<Part>,
    /// The rows of each unit; one without rows keeps its place, since positions count by it.
    units: Vec<Option<Part>>,
    files: Vec<FileAccount>,
    rejects: Vec<Reject>,
    measured: Vec<Measured>,
}

impl cache::Note for PreparedNote {
    fn parts(&self) -> Vec<&Part> {
        self.parts.iter().chain(self.units.iter().flatten()).collect()
    }
}

/// What became of a file's rows.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct FileAccount {
    /// The key in its store.
    pub path: String,
    /// The day that its path names, if any.
    pub ingest_dt: Option<NaiveDate>,
    /// Size in bytes.
    pub bytes: u64,
    /// The store's tag of this version.
    pub etag: Option<String>,
    /// Rows in the file.
    pub rows_read: u64,
    /// Rows that the mapping leaves to other logs.
    pub rows_skipped: u64,
    /// Rows that the mapping gave.
    pub rows_in: u64,
    /// Rows that stand.
    pub rows_kept: u64,
    /// Rows that repeat another's key.
    pub rows_duplicate: u64,
    /// Rows that break the contract.
    pub rows_quarantined: u64,
    /// Why the file, or the rest of it, could not be read.
    pub error: Option<String>,
}

impl FileAccount {
    /// An account without rows.
    fn of(file: &SourceFile) -> FileAccount {
        FileAccount {
            path: file.path().to_owned(),
            ingest_dt: file.day,
            bytes: file.object.size,
            etag: file.object.e_tag.clone(),
            ..FileAccount::default()
        }
    }
}

/// Lists a source and names its content.
pub async fn list(log: &'static Log, settings: &LogSettings, store: &LogStore, mapping: Option<Arc<Mapping>>) -> Result<Listed, Error> {
    listing::list(log, settings, store, mapping).await
}

/// Prepares a listed source, or finds it prepared.
pub async fn prepare(listed: &Arc<Listed>, workshop: &Workshop) -> Result<Prepared, Error> {
    let cache = &workshop.cache;
    if let Some(note) = cache.note::<PreparedNote>(KIND, &listed.key).await? {
        return finished(note, cache).await;
    }
    let columns = columns::of(listed, &workshop.known).await?;
    let units = units::cut(listed, &columns.readable, &columns.shape);
    let work: Vec<_> =
        units.into_iter().map(|unit| prepare_unit(unit, Arc::clone(listed), columns.shape.clone(), workshop.clone()).boxed()).collect();
    let notes = all(work).await?;
    let fallen = standing::fallen(runs(&notes), cache, &Cache::place(KIND, &listed.key)).await?;
    let masked = write_masked(&fallen, listed, cache).await?;
    let note = account(listed, &columns.damaged, notes, &fallen, masked);
    cache.close(KIND, &listed.key, &note).await?;
    finished(note, cache).await
}

/// The notes of all units in their order, though a short unit does not wait for a long one before it. Rejected rows are kept
/// up to the bound of what is shown.
async fn all(work: Vec<BoxFuture<'static, Result<UnitNote, Error>>>) -> Result<Vec<UnitNote>, Error> {
    let numbered: Vec<_> = work.into_iter().enumerate().map(|(at, unit)| unit.map_ok(move |note| (at, note)).boxed()).collect();
    let mut finished = stream::iter(numbered).buffer_unordered(UNITS_AT_ONCE);
    let mut notes: BTreeMap<usize, UnitNote> = BTreeMap::new();
    while let Some((at, mut note)) = finished.try_next().await? {
        let before: usize = notes.range(..at).map(|(_, note)| note.rejects.len()).sum();
        note.rejects.truncate(SHOWN_MAX.saturating_sub(before));
        notes.insert(at, note);
    }
    Ok(notes.into_values().collect())
}

fn runs(notes: &[UnitNote]) -> Vec<UnitRuns> {
    notes.iter().map(|note| UnitRuns { files: note.files.len(), parts: note.runs().to_vec() }).collect()
}

/// On a task of its own, so that units use several cores; it ends with whoever waits for it.
async fn prepare_unit(unit: Unit, listed: Arc<Listed>, shape: Shape, workshop: Workshop) -> Result<UnitNote, Error> {
    let task = tokio::spawn(async move { unit::prepare(&unit, &listed, &shape, &workshop).await });
    let _guard = AbortOnDrop(task.abort_handle());
    task.await.map_err(Error::internal)?
}

/// The entries of the cache that a source is made of: those of its note, or, before it is prepared, those that preparing
/// would find.
pub async fn entries(listed: &Listed, workshop: &Workshop) -> Result<Vec<String>, Error> {
    let own = Cache::entry(KIND, &listed.key);
    if let Some(note) = workshop.cache.note::<PreparedNote>(KIND, &listed.key).await? {
        let parts = cache::Note::parts(&note).into_iter().filter_map(|part| cache::entry_of(&part.path));
        return Ok(parts.chain([own]).collect());
    }
    let columns = columns::of(listed, &workshop.known).await?;
    let units = units::cut(listed, &columns.readable, &columns.shape);
    Ok(units.iter().map(|unit| Cache::entry(unit::KIND, &unit.key)).chain([own]).collect())
}

/// What is wrong with a source's mapping. One that was prepared was planned.
pub async fn check(listed: &Listed, workshop: &Workshop) -> Result<Option<Diagnostic>, Error> {
    if listed.mapping.is_none() || workshop.cache.note::<PreparedNote>(KIND, &listed.key).await?.is_some() {
        return Ok(None);
    }
    let columns = columns::of(listed, &workshop.known).await?;
    let table = SourceTable::new(columns.shape, Arc::clone(&listed.format), columns.readable, Arc::new(Rejects::default()));
    Ok(mapping::check(table, listed, &workshop.context).await)
}

fn masked_schema() -> SchemaRef {
    Arc::new(Schema::new(vec![Field::new("unit", DataType::Int32, false), Field::new("position", DataType::UInt32, false)]))
}

/// Keeps the positions that are masked; nothing where none is.
async fn write_masked(fallen: &Fallen, listed: &Listed, cache: &Cache) -> Result<Vec<Part>, Error> {
    if fallen.positions.is_empty() {
        return Ok(Vec::new());
    }
    let batches = fallen.positions.iter().map(|(unit, positions)| {
        let units = Int32Array::from(vec![*unit as i32; positions.len()]);
        let positions = UInt32Array::from(positions.clone());
        RecordBatch::try_new(masked_schema(), vec![Arc::new(units), Arc::new(positions)]).map_err(Error::internal)
    });
    let place = Cache::place(KIND, &listed.key);
    Ok(vec![cache.write(&place, 0, masked_schema(), stream::iter(batches)).await?])
}

fn account(listed: &Listed, damaged: &BTreeMap<i32, String>, notes: Vec<UnitNote>, fallen: &Fallen, parts: Vec<Part>) -> PreparedNote {
    let mut files: Vec<FileAccount> = listed.files.iter().map(FileAccount::of).collect();
    let places: HashMap<String, usize> = files.iter().enumerate().map(|(at, file)| (file.path.clone(), at)).collect();
    let rejects = Rejects::default();
    for (file, reason) in damaged {
        files[*file as usize].error = Some(reason.clone());
        rejects.file(*file, reason);
    }
    let mut shown = rejects.take().shown;
    let mut measures = Measures::default();
    let mut units = Vec::with_capacity(notes.len());
    for (unit, note) in notes.into_iter().enumerate() {
        units.push(note.rows().cloned());
        let own: Vec<usize> = note.files.iter().filter_map(|file| places.get(&file.path).copied()).collect();
        for (index, mut file) in note.files.into_iter().enumerate() {
            let copies = fallen.files.get(&(unit, index as i32)).copied().unwrap_or_default();
            file.rows_kept -= copies;
            file.rows_duplicate = copies;
            files[own[index]] = file;
        }
        shown.extend(note.rejects.into_iter().map(|reject| Reject { file: own[reject.file as usize] as i32, ..reject }));
        note.measured.into_iter().for_each(|measured| measures.merge(measured));
    }
    shown.truncate(SHOWN_MAX);
    shown.sort_by_key(|reject| (reject.file, reject.row));
    PreparedNote { name: listed.log.name.to_owned(), parts, units, files, rejects: shown, measured: measures.into_vec() }
}

/// The note with the masks that belong to it.
async fn finished(note: PreparedNote, cache: &Cache) -> Result<Prepared, Error> {
    let mut masked: BTreeMap<i32, Vec<u32>> = BTreeMap::new();
    for part in &note.parts {
        for batch in cache.read(part).await? {
            let units = batch.column(0).as_primitive::<Int32Type>();
            let positions = batch.column(1).as_primitive::<UInt32Type>();
            for (unit, position) in units.values().iter().zip(positions.values()) {
                masked.entry(*unit).or_default().push(*position);
            }
        }
    }
    let parts = note.parts.iter().chain(note.units.iter().flatten()).cloned().collect();
    let rows = note.units.into_iter().enumerate().filter_map(|(unit, part)| {
        let part = part?;
        let rows = masked.get(&(unit as i32)).map(|positions| standing_rows(positions, part.rows));
        Some(Selected { part, rows })
    });
    Ok(Prepared { rows: rows.collect(), parts, files: note.files, rejects: note.rejects, measured: note.measured })
}

/// All rows but those at `masked`, which is ascending.
fn standing_rows(masked: &[u32], rows: u64) -> RowSelection {
    let mut selectors = Vec::with_capacity(masked.len() * 2 + 1);
    let mut next = 0;
    for position in masked.iter().map(|position| *position as usize) {
        selectors.extend((position > next).then(|| RowSelector::select(position - next)));
        selectors.push(RowSelector::skip(1));
        next = position + 1;
    }
    let rest = (rows as usize).saturating_sub(next);
    selectors.extend((rest > 0).then(|| RowSelector::select(rest)));
    RowSelection::from(selectors)
}
