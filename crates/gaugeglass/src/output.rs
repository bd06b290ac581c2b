//! Tables on a terminal.

use arrow::error::ArrowError;
use arrow::record_batch::RecordBatch;
use arrow::util::pretty::pretty_format_batches;

/// Rows of text under a header, in aligned columns.
pub struct Table {
    rows: Vec<Vec<String>>,
}

impl Table {
    /// A table with this header.
    pub fn new(header: &[&str]) -> Table {
        Table { rows: vec![header.iter().map(|name| (*name).to_owned()).collect()] }
    }

    /// Adds a row.
    pub fn row(&mut self, cells: Vec<String>) {
        self.rows.push(cells);
    }

    fn widths(&self) -> Vec<usize> {
        let columns = self.rows.first().map_or(0, Vec::len);
        (0..columns).map(|at| self.rows.iter().map(|row| row.get(at).map_or(0, |cell| cell.chars().count())).max().unwrap_or(0)).collect()
    }
}

impl std::fmt::Display for Table {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let widths = self.widths();
        let lines = self.rows.iter().map(|row| {
            let cells = row.iter().zip(&widths).map(|(cell, width)| format!("{cell:<width$}"));
            cells.collect::<Vec<_>>().join("  ").trim_end().to_owned()
        });
        f.write_str(&lines.collect::<Vec<_>>().join("\n"))
    }
}

/// Batches as a table. A terminal obeys control characters, and a log may hold any: only ends of lines reach it.
pub fn batches(batches: &[RecordBatch]) -> Result<String, ArrowError> {
    let table = pretty_format_batches(batches)?.to_string();
    Ok(table.chars().map(visible).collect())
}

fn visible(letter: char) -> char {
    match letter {
        '\t' | '\r' => ' ',
        letter if letter.is_control() && letter != '\n' => char::REPLACEMENT_CHARACTER,
        letter => letter,
    }
}
