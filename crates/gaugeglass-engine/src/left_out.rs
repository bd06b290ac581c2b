//! Rows that a mapping of one's own leaves out: a filter may be right, but nobody should have to look for it.
//!
//! A row is left out where no log takes it: files of several kinds of rows are read once for each kind. Mappings that come with the
//! program are the same for everybody and no filter.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::prepare::{FileAccount, Listed, Source};
use crate::scope::Scope;

/// A log of which a mapping leaves out rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filter {
    /// The log.
    pub log: &'static str,
    /// Rows in its files.
    pub rows_read: u64,
    /// Rows of them that no log takes.
    pub rows_left_out: u64,
}

/// The filters on some logs, however little they leave out.
pub async fn of_logs(scope: &Scope, logs: &BTreeSet<String>) -> Vec<Filter> {
    let mut sources = Vec::new();
    for listed in beside(scope, logs) {
        // A source that cannot be prepared is told where it is read.
        if let Ok(prepared) = scope.engine.prepared(&listed).await {
            sources.push((listed, prepared));
        }
    }
    let mut filters = left_out(&sources);
    filters.retain(|filter| logs.contains(filter.log));
    filters
}

/// The sources of these logs that have a mapping of one's own, and all that read files of theirs.
fn beside(scope: &Scope, logs: &BTreeSet<String>) -> Vec<Arc<Listed>> {
    let own = scope.snapshot.listed().filter(|listed| logs.contains(listed.log.name) && is_own(listed));
    let files: BTreeSet<(&str, &str)> = own.flat_map(|listed| places(listed)).collect();
    if files.is_empty() {
        return Vec::new();
    }
    let reads_one = |listed: &Listed| places(listed).any(|place| files.contains(&place));
    scope.snapshot.listed().filter(|listed| reads_one(listed)).cloned().collect()
}

fn places(listed: &Listed) -> impl Iterator<Item = (&str, &str)> {
    listed.files.iter().map(|file| (listed.store.url.as_str(), file.path()))
}

/// The logs of which any row is left out.
pub fn left_out(sources: &[Source]) -> Vec<Filter> {
    let taken = taken(sources);
    let mut filters: BTreeMap<&'static str, Filter> = BTreeMap::new();
    for (listed, prepared) in sources.iter().filter(|(listed, _)| is_own(listed)) {
        let log = listed.log.name;
        let filter = filters.entry(log).or_insert(Filter { log, rows_read: 0, rows_left_out: 0 });
        for file in &prepared.files {
            let kept = taken.get(&place(listed, file)).copied().unwrap_or_default();
            filter.rows_read += file.rows_read;
            filter.rows_left_out += file.rows_read.saturating_sub(kept);
        }
    }
    filters.into_values().filter(|filter| filter.rows_left_out > 0).collect()
}

fn is_own(listed: &Listed) -> bool {
    listed.settings.mapping.as_ref().is_some_and(|mapping| mapping.ends_with(".sql"))
}

/// Rows of each file that some log takes.
fn taken(sources: &[Source]) -> BTreeMap<(String, String), u64> {
    let mut taken: BTreeMap<(String, String), u64> = BTreeMap::new();
    for (listed, prepared) in sources {
        for file in &prepared.files {
            *taken.entry(place(listed, file)).or_default() += file.rows_in;
        }
    }
    taken
}

fn place(listed: &Listed, file: &FileAccount) -> (String, String) {
    (listed.store.url.clone(), file.path.clone())
}
