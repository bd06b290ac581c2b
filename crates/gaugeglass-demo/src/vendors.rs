//! The facts of the world once more, as the raw files that vendors deliver: what a reader of them must get back is in `logs/`.
//!
//! Each vendor has a layout of its own. A file bears the end of its day as the time it was written, so that it seems to
//! have landed when the day was over.

use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, UNIX_EPOCH};

use arrow::array::RecordBatch;
use flate2::{Compression, GzBuilder};

use crate::DemoError;
use crate::clock::{SECOND, date, day};
use table::{Row, Table};

mod braze;
mod cloudevents;
mod ga4;
mod json;
mod opentelemetry;
mod segment;
mod sendgrid;
mod snowplow;
mod table;
mod xes;

/// Lines of one vendor's file, for the rows of a log that the vendor would have seen.
struct Feed {
    log: &'static str,
    /// Folder and name of the file below `vendors/`, from the date and the row; `{shard}` stands for the shard.
    path: fn(&Date, &Row<'_>) -> String,
    header: &'static str,
    has: fn(&Row<'_>) -> bool,
    line: fn(&mut Vec<u8>, &Row<'_>),
}

/// A day in the parts that names of folders have.
struct Date {
    year: String,
    month: String,
    day: String,
}

impl Date {
    fn of(number: usize) -> Self {
        let text = date(day(number as i64));
        Self { year: text[..4].to_owned(), month: text[5..7].to_owned(), day: text[8..].to_owned() }
    }

    fn dashed(&self) -> String {
        format!("{}-{}-{}", self.year, self.month, self.day)
    }
}

/// Every vendor's view of every log.
const FEEDS: [&Feed; 11] = [
    &segment::EVENTS,
    &segment::EXPERIMENTS,
    &segment::MESSAGES,
    &snowplow::EVENTS,
    &ga4::EVENTS,
    &braze::DELIVERIES,
    &sendgrid::DELIVERIES,
    &cloudevents::DECISIONS,
    &cloudevents::APPROVALS,
    &xes::APPROVALS,
    &opentelemetry::EXPOSURES,
];

/// Writes one day of one log in the formats of all vendors that have it.
pub(crate) fn write(dir: &Path, day: usize, shard: u64, log: &str, batch: &RecordBatch) -> Result<(), DemoError> {
    let table = Table::of(batch);
    let date = Date::of(day);
    for feed in FEEDS.iter().filter(|feed| feed.log == log) {
        for (path, text) in feed.files(&date, &table) {
            let path = dir.join("vendors").join(path.replace("{shard}", &format!("{shard:04}")));
            write_file(&path, &text, day)?;
        }
    }
    Ok(())
}

impl Feed {
    /// Paths and texts, in the order in which their first rows come.
    fn files(&self, date: &Date, table: &Table<'_>) -> Vec<(String, Vec<u8>)> {
        let mut files: Vec<(String, Vec<u8>)> = Vec::new();
        for row in table.rows().filter(self.has) {
            let path = (self.path)(date, &row);
            let place = files.iter().position(|(known, _)| *known == path).unwrap_or_else(|| {
                files.push((path, self.header.as_bytes().to_vec()));
                files.len() - 1
            });
            let text = &mut files[place].1;
            (self.line)(text, &row);
            text.push(b'\n');
        }
        files
    }
}

fn write_file(path: &PathBuf, text: &[u8], number: usize) -> Result<(), DemoError> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(DemoError::write(folder))?;
    }
    let file = File::create(path).map_err(DemoError::write(path))?;
    let stamp = file.try_clone().map_err(DemoError::write(path))?;
    put(file, path.extension().is_some_and(|extension| extension == "gz"), text).map_err(DemoError::write(path))?;
    let landed = UNIX_EPOCH + Duration::from_secs((day(number as i64 + 1) / SECOND) as u64);
    stamp.set_modified(landed).map_err(DemoError::write(path))
}

fn put(file: File, is_gzip: bool, text: &[u8]) -> std::io::Result<()> {
    let mut file = BufWriter::new(file);
    if !is_gzip {
        file.write_all(text)?;
        return file.flush();
    }
    // No time of writing in the header: equal rows make equal files.
    let mut gzip = GzBuilder::new().mtime(0).write(file, Compression::fast());
    gzip.write_all(text)?;
    gzip.finish()?.flush()
}

#[cfg(test)]
mod tests;
