//! Which rows of which files: one bit a row.

use std::collections::BTreeMap;

/// A set of (file, row); rows count from 1.
#[derive(Debug, Default)]
pub struct RowSet {
    files: BTreeMap<i32, Vec<u64>>,
}

impl RowSet {
    /// Adds a row; true where it was not there.
    pub fn insert(&mut self, file: i32, row: i64) -> bool {
        let (word, bit) = place(row);
        let words = self.files.entry(file).or_default();
        if words.len() <= word {
            words.resize(word + 1, 0);
        }
        let is_new = words[word] & bit == 0;
        words[word] |= bit;
        is_new
    }

    /// Takes a row out.
    pub fn remove(&mut self, file: i32, row: i64) {
        let (word, bit) = place(row);
        if let Some(bits) = self.files.get_mut(&file).and_then(|words| words.get_mut(word)) {
            *bits &= !bit;
        }
    }

    /// Adds rows of one file.
    pub fn mark(&mut self, file: i32, rows: &[i64]) {
        for row in rows {
            self.insert(file, *row);
        }
    }

    /// How many rows of a file are in the set.
    pub fn count(&self, file: i32) -> u64 {
        self.files.get(&file).map_or(0, |words| words.iter().map(|word| u64::from(word.count_ones())).sum())
    }
}

fn place(row: i64) -> (usize, u64) {
    let at = row.max(0) as usize;
    (at / 64, 1 << (at % 64))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_counts_once_however_often_it_is_marked() {
        let mut rows = RowSet::default();
        assert!(rows.insert(0, 1));
        assert!(!rows.insert(0, 1));
        rows.mark(0, &[64, 65, 1]);
        rows.mark(1, &[1]);
        assert_eq!((rows.count(0), rows.count(1), rows.count(2)), (3, 1, 0));
        rows.remove(0, 64);
        rows.remove(0, 1_000);
        assert_eq!(rows.count(0), 2);
    }
}
