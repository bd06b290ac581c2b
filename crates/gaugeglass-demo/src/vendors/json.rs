//! JSON objects written member by member, in the order of the calls; what is none is left out.

use std::fmt::Display;
use std::io::Write;

use super::table::Row;
use crate::clock::Instant;
use crate::ndjson;

/// An object that is being written.
pub(super) struct Object<'a> {
    text: &'a mut Vec<u8>,
    is_empty: bool,
}

/// Writes an object whose members are set by a function.
pub(super) fn object(text: &mut Vec<u8>, members: impl FnOnce(&mut Object<'_>)) {
    text.push(b'{');
    members(&mut Object { text, is_empty: true });
    text.push(b'}');
}

impl Object<'_> {
    pub(super) fn text(&mut self, name: &str, value: Option<&str>) {
        if let Some(value) = value {
            self.member(name);
            ndjson::string(self.text, value);
        }
    }

    pub(super) fn number(&mut self, name: &str, value: Option<impl Display>) {
        if let Some(value) = value {
            self.member(name);
            // Writing into memory cannot fail.
            let _ = write!(self.text, "{value}");
        }
    }

    /// An amount in ten-thousandths.
    pub(super) fn money(&mut self, name: &str, value: Option<i128>) {
        if let Some(value) = value {
            self.member(name);
            amount(self.text, value);
        }
    }

    pub(super) fn instant(&mut self, name: &str, at: Option<Instant>, places: u32) {
        if let Some(at) = at {
            self.member(name);
            self.text.push(b'"');
            ndjson::clock(self.text, at, b'T', places);
            self.text.extend_from_slice(b"Z\"");
        }
    }

    pub(super) fn object(&mut self, name: &str, members: impl FnOnce(&mut Object<'_>)) {
        self.member(name);
        object(self.text, members);
    }

    pub(super) fn objects<T>(&mut self, name: &str, values: &[T], each: impl Fn(&mut Object<'_>, &T)) {
        self.member(name);
        self.text.push(b'[');
        for (place, value) in values.iter().enumerate() {
            if place > 0 {
                self.text.push(b',');
            }
            object(self.text, |one| each(one, value));
        }
        self.text.push(b']');
    }

    pub(super) fn texts(&mut self, name: &str, values: &[&str]) {
        self.member(name);
        self.text.push(b'[');
        for (place, value) in values.iter().enumerate() {
            if place > 0 {
                self.text.push(b',');
            }
            ndjson::string(self.text, value);
        }
        self.text.push(b']');
    }

    /// Columns of the row by their own names.
    pub(super) fn columns<'n>(&mut self, row: &Row<'_>, names: impl IntoIterator<Item = &'n str>) {
        for name in names {
            if let Some((array, number)) = row.cell(name) {
                self.member(name);
                ndjson::value(self.text, array, number);
            }
        }
    }

    fn member(&mut self, name: &str) {
        if !self.is_empty {
            self.text.push(b',');
        }
        self.is_empty = false;
        ndjson::string(self.text, name);
        self.text.push(b':');
    }
}

/// Ten-thousandths as a decimal number without needless zeros.
pub(super) fn amount(text: &mut Vec<u8>, value: i128) {
    let _ = write!(text, "{}{}", if value < 0 { "-" } else { "" }, value.abs() / 10_000);
    let rest = value.abs() % 10_000;
    if rest > 0 {
        let digits = format!("{rest:04}");
        let _ = write!(text, ".{}", digits.trim_end_matches('0'));
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn amounts_are_written_without_needless_zeros() {
        for (value, expected) in [(0, "0"), (10_000, "1"), (-125_000, "-12.5"), (99, "0.0099"), (123_450_000, "12345")] {
            let mut text = Vec::new();
            super::amount(&mut text, value);
            assert_eq!(String::from_utf8_lossy(&text), expected);
        }
    }
}
