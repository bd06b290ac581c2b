//! The log of a Delta table: which files belong to the table now, and what it tells of each that is not in the file.
//!
//! The files themselves are read as any others are. What the log asks of a reader beyond that, such as rows that are struck
//! out without rewriting their file, is refused by name: a table that is read half gives wrong figures.

mod reader;

use std::panic::AssertUnwindSafe;
use std::sync::Arc;

use arrow::array::{Array, ArrayRef, AsArray};
use arrow::datatypes::{Field, Schema};
use arrow::record_batch::RecordBatch;
use deltalake_core::table::state::DeltaTableState;
use deltalake_core::{DeltaTable, DeltaTableBuilder, DeltaTableError};
use futures::FutureExt;
use object_store::path::Path;
use object_store::prefix::PrefixStore;
use url::Url;

use crate::log_store::LogStore;
use reader::Reader;

/// The name in the configuration.
pub const FORMAT: &str = "delta";

/// How a table's columns are named in its files; absent or `none` where they have their own names.
const COLUMN_MAPPING: &str = "delta.columnMapping.mode";
/// What the values of a file's partition are called where its actions are told as a table.
const PARTITION: &str = "partition.";

/// A file that belongs to the table now.
#[derive(Debug)]
pub struct LiveFile {
    /// Its key in the store.
    pub path: Path,
    /// The columns by which the table is partitioned, in one row; none where it is not.
    pub constants: Option<RecordBatch>,
}

/// The files of the newest version of the table in the folder `root`. `Err` says in words why they cannot be told.
pub async fn live_files(store: &LogStore, root: &Path) -> Result<Vec<LiveFile>, String> {
    let opened = AssertUnwindSafe(open(store, root)).catch_unwind().await;
    let table = opened.unwrap_or_else(|_| Err("its log cannot be decoded".into()))?;
    let state = table.snapshot().map_err(in_words)?;
    check_names(state)?;
    check_rows(state)?;
    let added = state.add_actions_table(true).map_err(in_words)?;
    let paths = added.column_by_name("path").and_then(|paths| paths.as_string_opt::<i32>()).ok_or("its log names no files")?;
    let files = paths.iter().enumerate().filter_map(|(at, path)| Some((at, path?)));
    files.map(|(at, path)| Ok(LiveFile { path: path_of(path, root)?, constants: constants(&added, at)? })).collect()
}

/// The table, read through a store that cannot write. Its own address is told by nothing but `root`.
async fn open(store: &LogStore, root: &Path) -> Result<DeltaTable, String> {
    let address = Url::parse("memory:///").map_err(|cause| cause.to_string())?;
    let objects = Arc::new(PrefixStore::new(Reader::new(store), root.clone()));
    let builder = DeltaTableBuilder::from_url(address.clone()).map_err(in_words)?;
    builder.with_storage_backend(objects, address).load().await.map_err(in_words)
}

fn in_words(error: DeltaTableError) -> String {
    match error {
        DeltaTableError::NotATable(_) => "there is no `_delta_log/` with a version of a table".into(),
        other => format!("its log cannot be read: {other}"),
    }
}

fn check_names(state: &DeltaTableState) -> Result<(), String> {
    match state.metadata().configuration().get(COLUMN_MAPPING).map(String::as_str) {
        None | Some("none") => Ok(()),
        Some(mode) => Err(format!("its files name columns in another way (`{COLUMN_MAPPING}` is `{mode}`), which is not read")),
    }
}

fn check_rows(state: &DeltaTableState) -> Result<(), String> {
    let log = state.log_data();
    let struck_out = log.iter().find(|file| file.deletion_vector_descriptor().is_some());
    match struck_out {
        None => Ok(()),
        Some(file) => Err(format!(
            "rows of {} are struck out by a deletion vector, which is not read; \
             have such files rewritten, as REORG TABLE with APPLY (PURGE) does",
            file.path()
        )),
    }
}

/// Paths in the log are relative and written as in a URL; others are of a table that was cloned without its files.
fn path_of(path: &str, root: &Path) -> Result<Path, String> {
    if path.starts_with('/') || path.contains("://") {
        return Err(format!("{path} lies outside of its folder, which is not read; name the table that it was cloned from"));
    }
    let relative = Path::from_url_path(path).map_err(|cause| format!("its log names a file that no store can hold: {cause}"))?;
    Ok(root.parts().chain(relative.parts()).collect())
}

fn constants(added: &RecordBatch, at: usize) -> Result<Option<RecordBatch>, String> {
    let schema = added.schema();
    let told = schema.fields().iter().zip(added.columns());
    let told = told.filter_map(|(field, values)| Some((field.name().strip_prefix(PARTITION)?, values)));
    let (fields, columns): (Vec<Field>, Vec<ArrayRef>) =
        told.map(|(name, values)| (Field::new(name, values.data_type().clone(), true), values.slice(at, 1))).unzip();
    match fields.is_empty() {
        true => Ok(None),
        false => RecordBatch::try_new(Arc::new(Schema::new(fields)), columns).map(Some).map_err(|cause| cause.to_string()),
    }
}
