//! Decisions as gzipped lines of JSON: the same columns by the same names, nulls left out.

use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::Path;

use arrow::array::{Array, AsArray, RecordBatch, StructArray};
use arrow::datatypes::{DataType, Float64Type, Int16Type, Int32Type, TimestampMicrosecondType};
use chrono::Datelike;
use flate2::{Compression, GzBuilder};

use crate::DemoError;
use crate::clock::{DAY, Instant, SECOND};

/// Writes one file and returns its size in bytes.
pub(crate) fn write(path: &Path, batch: &RecordBatch) -> Result<u64, DemoError> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(DemoError::write(folder))?;
    }
    let file = File::create(path).map_err(DemoError::write(path))?;
    // No time of writing in the header: equal rows make equal files.
    let mut gzip = GzBuilder::new().mtime(0).write(BufWriter::new(file), Compression::fast());
    let mut text = Vec::with_capacity(1 << 20);
    for row in 0..batch.num_rows() {
        line(&mut text, batch, row);
        if text.len() > 1 << 19 {
            gzip.write_all(&text).map_err(DemoError::write(path))?;
            text.clear();
        }
    }
    gzip.write_all(&text).map_err(DemoError::write(path))?;
    gzip.finish().and_then(|mut file| file.flush()).map_err(DemoError::write(path))?;
    Ok(fs::metadata(path).map_err(DemoError::write(path))?.len())
}

fn line(text: &mut Vec<u8>, batch: &RecordBatch, row: usize) {
    let schema = batch.schema_ref();
    let columns = batch.columns().iter().zip(schema.fields());
    text.push(b'{');
    let mut is_first = true;
    for (array, field) in columns.filter(|(array, _)| array.is_valid(row)) {
        member(text, field.name(), is_first);
        value(text, array.as_ref(), row);
        is_first = false;
    }
    text.extend_from_slice(b"}\n");
}

fn member(text: &mut Vec<u8>, name: &str, is_first: bool) {
    if !is_first {
        text.push(b',');
    }
    string(text, name);
    text.push(b':');
}

/// Writes one value, as its type asks.
pub(crate) fn value(text: &mut Vec<u8>, array: &dyn Array, row: usize) {
    match array.data_type() {
        DataType::Utf8 => string(text, array.as_string::<i32>().value(row)),
        DataType::Dictionary(..) => {
            let words = array.as_dictionary::<Int32Type>();
            let key = words.keys().value(row) as usize;
            string(text, words.values().as_string::<i32>().value(key));
        }
        DataType::Timestamp(..) => {
            instant(text, array.as_primitive::<TimestampMicrosecondType>().value(row));
        }
        DataType::Boolean => print(text, array.as_boolean().value(row)),
        DataType::Int16 => print(text, array.as_primitive::<Int16Type>().value(row)),
        DataType::Int32 => print(text, array.as_primitive::<Int32Type>().value(row)),
        DataType::Float64 => print(text, array.as_primitive::<Float64Type>().value(row)),
        DataType::List(_) => list(text, array.as_list::<i32>().value(row).as_ref()),
        DataType::Struct(_) => object(text, array.as_struct(), row),
        _ => text.extend_from_slice(b"null"),
    }
}

fn list(text: &mut Vec<u8>, items: &dyn Array) {
    text.push(b'[');
    for item in 0..items.len() {
        if item > 0 {
            text.push(b',');
        }
        value(text, items, item);
    }
    text.push(b']');
}

fn object(text: &mut Vec<u8>, members: &StructArray, row: usize) {
    text.push(b'{');
    for (number, (array, name)) in members.columns().iter().zip(members.column_names()).enumerate() {
        member(text, name, number == 0);
        value(text, array.as_ref(), row);
    }
    text.push(b'}');
}

fn print(text: &mut Vec<u8>, number: impl std::fmt::Display) {
    // Writing into memory cannot fail.
    let _ = write!(text, "{number}");
}

/// Our words and ids need no escape but for the quote and the backslash.
pub(crate) fn string(text: &mut Vec<u8>, word: &str) {
    text.push(b'"');
    for byte in word.bytes() {
        if byte == b'"' || byte == b'\\' {
            text.push(b'\\');
        }
        text.push(byte);
    }
    text.push(b'"');
}

/// ISO 8601 in UTC with microseconds.
fn instant(text: &mut Vec<u8>, at: Instant) {
    text.push(b'"');
    clock(text, at, b'T', 6);
    text.extend_from_slice(b"Z\"");
}

/// Date and time of day in UTC to some decimal places of a second, digit by digit: most of a line is instants.
pub(crate) fn clock(text: &mut Vec<u8>, at: Instant, between: u8, places: u32) {
    let date = chrono::DateTime::from_timestamp_micros(at).unwrap_or_default();
    let within = at.rem_euclid(DAY);
    let (seconds, micros) = (within / SECOND, within % SECOND);
    digits(text, i64::from(date.year()), 4);
    for (mark, number) in [(b'-', date.month()), (b'-', date.day())] {
        text.push(mark);
        digits(text, i64::from(number), 2);
    }
    for (mark, number) in [(between, seconds / 3_600), (b':', seconds / 60 % 60), (b':', seconds % 60)] {
        text.push(mark);
        digits(text, number, 2);
    }
    if places > 0 {
        text.push(b'.');
        digits(text, micros / 10_i64.pow(6 - places), places);
    }
}

fn digits(text: &mut Vec<u8>, number: i64, width: u32) {
    for place in (0..width).rev() {
        text.push(b'0' + (number / 10_i64.pow(place) % 10) as u8);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::START;

    #[test]
    fn instants_are_written_as_chrono_writes_them() {
        for at in [START, START + 3_723_000_007, START - 1, START + 59 * DAY + 86_399_999_999] {
            let mut text = Vec::new();
            instant(&mut text, at);
            assert_eq!(String::from_utf8_lossy(&text), format!("\"{}\"", crate::clock::iso(at)));
        }
    }

    #[test]
    fn quotes_are_escaped() {
        let mut text = Vec::new();
        string(&mut text, r#"a "b" \c"#);
        assert_eq!(String::from_utf8_lossy(&text), r#""a \"b\" \\c""#);
    }
}
