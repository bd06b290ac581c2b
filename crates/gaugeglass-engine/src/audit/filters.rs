//! Rows that a mapping of one's own leaves out: a filter may be right, but nobody should have to look for it.
//!
//! A row is left out where no log takes it: files of several kinds of rows are read once for each kind. Mappings that come with the
//! program are the same for everybody and no filter.

use std::collections::{BTreeMap, BTreeSet};

use gaugeglass_metrics::Check;

use super::Source;
use crate::inputs::OVER_ALL_LOGS;
use crate::materialise;
use crate::prepare::{FileAccount, Listed};
use crate::scope::Scope;

/// From this share on a filter is named, and what is left proves nothing under constant rules.
const SHARE_MIN: f64 = 0.01;

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

/// The logs of which more than one row in a hundred is left out.
pub fn filters(sources: &[Source]) -> Vec<Filter> {
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
    filters.into_values().filter(|filter| filter.rows_left_out as f64 > SHARE_MIN * filter.rows_read as f64).collect()
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

/// Whether a check reads one of the logs that are filtered.
pub fn touches(scope: &Scope, check: &Check, filters: &[Filter]) -> bool {
    let behind = materialise::logs_behind(scope, &check.inputs);
    let named = check.needs.iter().filter_map(|need| need.split('.').next());
    let logs: BTreeSet<&str> = named.chain(behind.iter().map(String::as_str)).collect();
    let reads_all = check.inputs.iter().any(|input| OVER_ALL_LOGS.contains(&input.as_str()));
    filters.iter().any(|filter| reads_all || logs.contains(filter.log))
}
