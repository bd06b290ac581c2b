//! Rows that were turned away, with their place and the reason.
//!
//! Counts are exact whatever happens; the rows themselves are kept up to a bound, so that a wrong
//! mapping over a million rows costs no memory.

use std::collections::BTreeMap;

use parking_lot::Mutex;
use serde::{Deserialize, Serialize};

use crate::row_set::RowSet;

/// Rows shown per log; the counts go on past it.
pub const SHOWN_MAX: usize = 10_000;
/// Characters of a value that are shown.
const VALUE_CHARACTERS_MAX: usize = 200;

/// One rejected row, or a whole file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Reject {
    /// The file's place in its source.
    pub file: i32,
    /// Row number from 1; none for a whole file.
    pub row: Option<i64>,
    /// Byte offset of the line in the (decompressed) file, where lines exist.
    pub byte_offset: Option<i64>,
    /// The rule that failed: `family:column`, or the family alone where no column is to blame.
    pub rule: String,
    /// The column, where one is to blame.
    pub column: Option<String>,
    /// The value, cut short.
    pub value: Option<String>,
}

/// The collector that all readers of a source share.
#[derive(Debug, Default)]
pub struct Rejects {
    inner: Mutex<Collected>,
}

/// What was collected.
#[derive(Debug, Default)]
pub struct Collected {
    /// The rows, up to the bound.
    pub shown: Vec<Reject>,
    /// Rows that a reader decoded. A mapping with several branches reads a file as often, so rows are marked, not counted.
    pub decoded: RowSet,
    /// Rows that a reader could not decode.
    pub undecoded: RowSet,
    /// Rows that left the mapping and break the contract, per file.
    pub rejected: BTreeMap<i32, u64>,
    /// Why a whole file could not be read.
    pub files: BTreeMap<i32, String>,
}

impl Rejects {
    /// Marks rows of a file as decoded.
    pub fn decoded(&self, file: i32, rows: &[i64]) {
        self.inner.lock().decoded.mark(file, rows);
    }

    /// Adds a row that its reader could not decode.
    pub fn undecoded(&self, reject: Reject) {
        let mut inner = self.inner.lock();
        let is_new = reject.row.is_none_or(|row| {
            inner.decoded.remove(reject.file, row);
            inner.undecoded.insert(reject.file, row)
        });
        if is_new {
            inner.show(reject);
        }
    }

    /// Adds a mapped row that breaks the contract.
    pub fn rejected(&self, reject: Reject) {
        let mut inner = self.inner.lock();
        *inner.rejected.entry(reject.file).or_default() += 1;
        inner.show(reject);
    }

    /// Adds a whole file, or the rest of one.
    pub fn file(&self, file: i32, reason: &str) {
        let mut inner = self.inner.lock();
        if inner.files.insert(file, reason.to_owned()).is_some() {
            return;
        }
        inner.shown.push(Reject {
            file,
            row: None,
            byte_offset: None,
            rule: "unreadable_file".into(),
            column: None,
            value: Some(cut(reason)),
        });
    }

    /// Takes what was collected, in the order of files and rows.
    pub fn take(&self) -> Collected {
        let mut collected = std::mem::take(&mut *self.inner.lock());
        collected.shown.sort_by_key(|reject| (reject.file, reject.row));
        collected
    }
}

impl Collected {
    fn show(&mut self, mut reject: Reject) {
        if self.shown.len() < SHOWN_MAX {
            reject.value = reject.value.map(|value| cut(&value));
            self.shown.push(reject);
        }
    }
}

fn cut(value: &str) -> String {
    value.chars().take(VALUE_CHARACTERS_MAX).collect()
}

/// An identifier as a stranger may see it: enough to find the row, not enough to know the person.
pub fn mask(value: &str) -> String {
    let shown: String = value.chars().take(2).collect();
    format!("{shown}… ({} characters)", value.chars().count())
}
