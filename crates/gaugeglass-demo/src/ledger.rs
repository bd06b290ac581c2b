//! The defect ledger: one row a fault, so that every count of a check can be traced.

use std::collections::BTreeMap;

use crate::defects::Family;
use crate::rows::Fact;

/// One fault in one row.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Entry {
    pub(crate) family: Family,
    pub(crate) log: &'static str,
    pub(crate) source: &'static str,
    pub(crate) fact: u64,
    pub(crate) detail: &'static str,
}

/// The faults of a chunk, and how many there are of each family in each log.
#[derive(Debug, Default)]
pub(crate) struct Ledger {
    pub(crate) entries: Vec<Entry>,
    pub(crate) counts: BTreeMap<(&'static str, &'static str), u64>,
}

impl Ledger {
    pub(crate) fn note<R: Fact>(&mut self, family: Family, row: &R, detail: &'static str) {
        let envelope = row.envelope();
        *self.counts.entry((family.name(), R::LOG)).or_default() += 1;
        self.entries.push(Entry { family, log: R::LOG, source: envelope.source.uri, fact: envelope.id, detail });
    }

    pub(crate) fn merge_counts(&mut self, other: &Self) {
        for (key, count) in &other.counts {
            *self.counts.entry(*key).or_default() += count;
        }
    }
}
