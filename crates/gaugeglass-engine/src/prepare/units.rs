//! A source's files cut into units: runs of consecutive files that are prepared, kept and made again together.
//!
//! Where a run ends depends on the names of the files near it alone. A new file at the end of a log, or a late one in its
//! middle, so changes its own unit and at most a few neighbours; all others are found prepared. The last, open unit is
//! small, which is why fresh data need no other way of reading.

use super::Listed;
use super::listing::{add_file, source_key};
use crate::formats::SourceFile;
use crate::source::Shape;

/// A unit that is this big may end at any file.
const BYTES_MIN: u64 = 8 << 20;
/// A unit that is this big ends.
const BYTES_MAX: u64 = 64 << 20;
/// A unit of this many files ends: tiny files cost by their number.
const FILES_MAX: usize = 512;
/// One file in so many ends a unit that is big enough.
const ENDS_ONE_IN: u128 = 4;

/// Files that are prepared together.
#[derive(Debug, Clone)]
pub struct Unit {
    /// Hash of all that its rows depend on.
    pub key: String,
    /// Its files; their places count within the unit.
    pub files: Vec<SourceFile>,
}

/// Cuts files, which are in path order.
pub fn cut(listed: &Listed, files: &[SourceFile], shape: &Shape) -> Vec<Unit> {
    let columns = used_columns(listed, shape);
    runs(files).into_iter().map(|run| unit(listed, run, &columns)).collect()
}

fn runs(files: &[SourceFile]) -> Vec<&[SourceFile]> {
    let mut runs = Vec::new();
    let (mut start, mut bytes) = (0, 0);
    for (at, file) in files.iter().enumerate() {
        bytes += file.object.size;
        let may_end = bytes >= BYTES_MIN && twox_hash::XxHash3_128::oneshot(file.path().as_bytes()).is_multiple_of(ENDS_ONE_IN);
        if may_end || bytes >= BYTES_MAX || at + 1 - start >= FILES_MAX {
            runs.push(&files[start..=at]);
            (start, bytes) = (at + 1, 0);
        }
    }
    if start < files.len() {
        runs.push(&files[start..]);
    }
    runs
}

fn unit(listed: &Listed, files: &[SourceFile], columns: &str) -> Unit {
    let mut key = source_key(listed.log, listed.format.name(), listed.mapping.as_deref());
    key.add(columns);
    files.iter().for_each(|file| add_file(&mut key, file));
    let files = files.iter().enumerate().map(|(index, file)| SourceFile { index: index as i32, ..file.clone() });
    Unit { key: key.name(), files: files.collect() }
}

/// The columns on which rows depend, with their types: a column that nobody reads may come and go.
fn used_columns(listed: &Listed, shape: &Shape) -> String {
    let is_used = |name: &str| match &listed.mapping {
        Some(mapping) => mapping.sql.contains('*') || mapping.sql.to_lowercase().contains(&name.to_lowercase()),
        None => listed.log.column(name).is_some(),
    };
    let used = shape.seen.fields().iter().filter(|field| is_used(field.name()));
    let mut used: Vec<String> = used.map(|field| format!("{} {}", field.name(), field.data_type())).collect();
    used.sort();
    used.join(",")
}
