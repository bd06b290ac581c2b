//! A sheet as spreadsheets keep it: comma-separated text (RFC 4180), in and out.
//!
//! Read with the place of every cell, so that a mistake can be pointed at. Written so that no cell is taken for a formula.

use std::fmt;
use std::iter::Peekable;
use std::str::Chars;

use gaugeglass_dashboards::export::formula::guarded;

/// A cell and where it begins, both counted from 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    /// Its text, without quotation marks.
    pub text: String,
    /// Its line.
    pub line: usize,
    /// The character in that line.
    pub column: usize,
}

/// What is wrong, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mistake {
    line: usize,
    column: usize,
    message: String,
}

impl Mistake {
    /// A mistake at a place.
    pub fn at(line: usize, column: usize, message: impl Into<String>) -> Mistake {
        Mistake { line, column, message: message.into() }
    }
}

impl fmt::Display for Mistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.line, self.column, self.message)
    }
}

impl Cell {
    /// A mistake at the cell.
    pub fn wrong(&self, message: impl Into<String>) -> Mistake {
        Mistake::at(self.line, self.column, message)
    }
}

/// The cells of every line that has any. Cells are parted by what the first line parts them by: a comma, a semicolon or a tab.
pub fn read(text: &str) -> Result<Vec<Vec<Cell>>, Mistake> {
    let text = text.trim_start_matches('\u{feff}');
    let first = text.lines().next().unwrap_or_default();
    let count = |separator: &char| first.matches(*separator).count();
    let separator = [',', ';', '\t'].into_iter().rev().max_by_key(count).unwrap_or(',');
    let mut reader = Reader { rest: text.chars().peekable(), separator, line: 1, column: 1 };
    let mut rows = Vec::new();
    while reader.rest.peek().is_some() {
        let row = reader.row()?;
        if row.iter().any(|cell| !cell.text.trim().is_empty()) {
            rows.push(row);
        }
    }
    Ok(rows)
}

struct Reader<'a> {
    rest: Peekable<Chars<'a>>,
    separator: char,
    line: usize,
    column: usize,
}

impl Reader<'_> {
    fn next(&mut self) -> Option<char> {
        let next = self.rest.next()?;
        match next {
            '\n' => (self.line, self.column) = (self.line + 1, 1),
            _ => self.column += 1,
        }
        Some(next)
    }

    fn row(&mut self) -> Result<Vec<Cell>, Mistake> {
        let mut cells = Vec::new();
        loop {
            cells.push(self.cell()?);
            match self.next() {
                Some(next) if next == self.separator => {}
                Some('\r') if self.rest.peek() == Some(&'\n') => {
                    self.next();
                    return Ok(cells);
                }
                _ => return Ok(cells),
            }
        }
    }

    fn cell(&mut self) -> Result<Cell, Mistake> {
        let (line, column) = (self.line, self.column);
        let is_quoted = self.rest.peek() == Some(&'"');
        let mut text = if is_quoted { self.quoted()? } else { String::new() };
        while let Some(next) = self.rest.peek().copied().filter(|next| *next != self.separator && !"\r\n".contains(*next)) {
            if is_quoted {
                return Err(Mistake::at(self.line, self.column, "there is text after the closing quotation mark"));
            }
            text.push(next);
            self.next();
        }
        Ok(Cell { text, line, column })
    }

    fn quoted(&mut self) -> Result<String, Mistake> {
        let never = Mistake::at(self.line, self.column, "the quotation mark is never closed");
        self.next();
        let mut text = String::new();
        loop {
            match self.next() {
                Some('"') if self.rest.peek() == Some(&'"') => {
                    self.next();
                    text.push('"');
                }
                Some('"') => return Ok(text),
                Some(next) => text.push(next),
                None => return Err(never),
            }
        }
    }
}

/// One line of cells.
pub fn line(cells: impl IntoIterator<Item = impl AsRef<str>>) -> String {
    let written: Vec<String> = cells.into_iter().map(|cell| written(cell.as_ref())).collect();
    format!("{}\n", written.join(","))
}

fn written(text: &str) -> String {
    let text = guarded(text);
    match text.contains([',', ';', '"', '\n', '\r', '\t']) {
        true => format!("\"{}\"", text.replace('"', "\"\"")),
        false => text.into_owned(),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use gaugeglass_dashboards::export::formula::plain;

    use super::*;

    fn texts(text: &str) -> Vec<Vec<String>> {
        read(text).unwrap().into_iter().map(|row| row.into_iter().map(|cell| cell.text).collect()).collect()
    }

    #[test]
    fn cells_come_back_as_they_were_written_and_none_is_a_formula() {
        let cells = ["plain", "a,b", "say \"hi\"", "two\nlines", "", "=1+1", "-5", "@x", "ünïcode", "'quoted", "'=2"];
        let text = line(cells);
        assert!(!text.contains(",=") && !text.contains(",-") && !text.contains(",@"), "{text}");
        let read = texts(&text);
        assert_eq!(read[0].iter().map(|cell| plain(cell).into_owned()).collect::<Vec<_>>(), cells);
    }

    #[test]
    fn other_separators_line_ends_and_byte_order_marks_are_read() {
        let expected = vec![vec!["a".to_owned(), "b".to_owned()], vec!["1,5".to_owned(), String::new()]];
        for text in ["\u{feff}a;b\r\n\"1,5\";\r\n", "a\tb\n1,5\t\n\n", "a;b\n1,5;"] {
            assert_eq!(texts(text), expected, "{text:?}");
        }
    }

    #[test]
    fn every_cell_knows_its_place() {
        let rows = read("a,b\n\"x\ny\",\u{e9}\u{e9},z\n").unwrap();
        let places: Vec<(usize, usize)> = rows[1].iter().map(|cell| (cell.line, cell.column)).collect();
        assert_eq!(places, [(2, 1), (3, 4), (3, 7)]);
    }

    #[test]
    fn broken_quotation_is_told_at_its_place() {
        for (text, told) in [("a,b\n1,\"2\n", "2:3: the quotation mark is never closed"), ("a,\"b\"c\n", "1:6: there is text after")] {
            let mistake = read(text).unwrap_err().to_string();
            assert!(mistake.starts_with(told), "{mistake}");
        }
    }
}
