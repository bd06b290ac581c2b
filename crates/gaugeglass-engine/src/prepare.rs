//! Preparing a log: its source files read once, mapped, validated, deduplicated and kept as Parquet
//! under the hash of all that went in.
//!
//! For every file: rows in = rows kept + duplicates + rejected. The promise is checked, not hoped for.

mod columns;
mod contract;
mod duplicates;
mod ingest_date;
mod listing;
mod mapping;
mod write;

use std::sync::Arc;

use arrow::datatypes::{Schema, SchemaRef};
use chrono::{DateTime, NaiveDate, Utc};
use datafusion::prelude::SessionContext;
use gaugeglass_logs::Log;
use gaugeglass_metrics::Diagnostic;
use serde::{Deserialize, Serialize};

use crate::Error;
use crate::cache::Cache;
use crate::formats::{Format, SourceFile};
use crate::quarantine::{Reject, Rejects};
use crate::settings::LogSettings;
use crate::source::SourceTable;
use crate::stores::Store;

/// The folder of prepared logs in the cache.
pub const KIND: &str = "logs";
/// Changes when the meaning of a prepared log does.
const VERSION: &str = "3";

/// A source whose files are listed and whose content is thereby named.
#[derive(Debug, Clone)]
pub struct Listed {
    /// The contract.
    pub log: &'static Log,
    /// Where it is.
    pub store: Store,
    /// What the configuration says.
    pub settings: LogSettings,
    /// The files, in path order.
    pub files: Vec<SourceFile>,
    /// Their format.
    pub format: Arc<dyn Format>,
    /// The mapping's text, where there is one.
    pub mapping: Option<String>,
    /// Hash of files, mapping, contract and version.
    pub key: String,
}

/// A prepared log.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Prepared {
    /// Where the rows are in the cache.
    pub place: String,
    /// What became of each file's rows.
    pub files: Vec<FileAccount>,
    /// Rejected rows, up to a bound.
    pub rejects: Vec<Reject>,
    /// Newest event, arrival and load per producing system.
    pub arrivals: Vec<Arrival>,
}

/// What became of a file's rows.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct FileAccount {
    /// The key in its store.
    pub path: String,
    /// The day in a `ingest_dt=` folder, if any.
    pub ingest_dt: Option<NaiveDate>,
    /// Size in bytes.
    pub bytes: u64,
    /// The store's tag of this version.
    pub etag: Option<String>,
    /// Rows read.
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

/// What a producing system sent, and how new it is.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Arrival {
    /// The producing system.
    pub source: String,
    /// Rows that arrived, copies included.
    pub rows: u64,
    /// Newest occurrence.
    pub max_event_time: Option<DateTime<Utc>>,
    /// Newest load.
    pub max_ingest_time: Option<DateTime<Utc>>,
}

/// Lists a source and names its content.
pub async fn list(log: &'static Log, settings: &LogSettings, store: &Store, mapping: Option<String>) -> Result<Listed, Error> {
    listing::list(log, settings, store, mapping).await
}

/// Prepares a listed source, or finds it prepared.
pub async fn prepare(
    listed: &Listed,
    cache: &Cache,
    context: &SessionContext,
    progress: &(dyn Fn(u64) + Send + Sync),
) -> Result<Prepared, Error> {
    if let Some(found) = cache.note::<Prepared>(KIND, &listed.key).await? {
        return Ok(found);
    }
    let rejects = Arc::new(Rejects::default());
    let (schema, readable) = columns::schema(listed, &rejects).await?;
    let keys = relation(listed, &schema, &readable, Arc::new(Rejects::default()), context).await?;
    let blame = |error| mapping::blame(listed, error);
    let winners = duplicates::winners(keys, listed.log, context).await.map_err(blame)?;
    let rows = relation(listed, &schema, &readable, Arc::clone(&rejects), context).await?;
    let written = write::write(rows, listed, winners, &rejects, cache, context, progress).await.map_err(blame)?;
    let prepared = account(listed, written, &rejects)?;
    cache.close(KIND, &listed.key, &prepared).await?;
    Ok(prepared)
}

/// What is wrong with a source's mapping. One that was prepared was planned.
pub async fn check(listed: &Listed, cache: &Cache, context: &SessionContext) -> Result<Option<Diagnostic>, Error> {
    if listed.mapping.is_none() || cache.note::<Prepared>(KIND, &listed.key).await?.is_some() {
        return Ok(None);
    }
    let rejects = Arc::new(Rejects::default());
    let (schema, readable) = columns::schema(listed, &rejects).await?;
    let table = SourceTable::new(&schema, Arc::clone(&listed.format), readable, rejects);
    Ok(mapping::check(table, listed, context).await)
}

/// The source as the contract sees it: canonical columns, the reason for rejection, and the place.
async fn relation(
    listed: &Listed,
    schema: &SchemaRef,
    files: &[SourceFile],
    rejects: Arc<Rejects>,
    context: &SessionContext,
) -> Result<datafusion::logical_expr::LogicalPlan, Error> {
    let table = SourceTable::new(schema, Arc::clone(&listed.format), files.to_vec(), rejects);
    let mapped = mapping::apply(table, listed, context).await?;
    contract::canonical(mapped, listed.log)
}

fn account(listed: &Listed, written: write::Written, rejects: &Rejects) -> Result<Prepared, Error> {
    let collected = rejects.take();
    let mut files = Vec::with_capacity(listed.files.len());
    for file in &listed.files {
        let counts = written.files.get(&file.index).cloned().unwrap_or_default();
        let rejected = collected.rows.get(&file.index).copied().unwrap_or_default();
        files.push(FileAccount {
            path: file.path().to_owned(),
            ingest_dt: ingest_date::ingest_date(file.path()),
            bytes: file.object.size,
            etag: file.object.e_tag.clone(),
            rows_in: counts.kept + counts.duplicate + rejected,
            rows_kept: counts.kept,
            rows_duplicate: counts.duplicate,
            rows_quarantined: rejected,
            error: collected.files.get(&file.index).cloned(),
        });
    }
    Ok(Prepared { place: written.place, files, rejects: collected.shown, arrivals: written.arrivals })
}

/// The schema in which prepared rows are kept: the contract's.
pub fn prepared_schema(log: &Log) -> SchemaRef {
    let fields: Vec<_> = log.schema().fields().iter().cloned().collect();
    Arc::new(Schema::new(fields))
}
