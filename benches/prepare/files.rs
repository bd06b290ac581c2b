//! The files of the log: made once, found again by the next run.

use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use chrono::{Days, NaiveDate};
use flate2::{Compression, GzBuilder};

use crate::events;

/// Lines of a file, about 25 MB when compressed.
const LINES: u64 = 120_000;
/// Files of a day, so that days follow one another as the events do.
const FILES_PER_DAY: u64 = (86_400_000_000 / events::STEP as u64) / LINES;
/// Between speed and size, as those who write logs choose it.
const LEVEL: u32 = 4;
/// Changes when the lines do.
const VERSION: u32 = 1;

/// The log as both sides read it.
pub struct LogFiles {
    /// The folder of the store, in which the log is `events/`.
    pub folder: PathBuf,
    /// The files, in path order.
    pub paths: Vec<PathBuf>,
    /// Their size together.
    pub bytes: u64,
    /// Their lines.
    pub rows: u64,
    /// Events among the lines, each counted once.
    pub events: u64,
}

/// Makes files of at least `bytes` bytes together below `folder`, or finds them there.
pub fn make(folder: &Path, bytes: u64) -> LogFiles {
    let folder = folder.join(format!("lake-{VERSION}-{bytes}"));
    let (next, made) = (AtomicU64::new(0), AtomicU64::new(0));
    std::thread::scope(|scope| {
        for _ in 0..std::thread::available_parallelism().map_or(1, usize::from) {
            scope.spawn(|| {
                while made.load(Ordering::Relaxed) < bytes {
                    let size = file(&folder, next.fetch_add(1, Ordering::Relaxed));
                    made.fetch_add(size, Ordering::Relaxed);
                }
            });
        }
    });
    // One thread may have begun a file that the others made needless; it is a part of the log nevertheless.
    found(folder)
}

fn found(folder: PathBuf) -> LogFiles {
    let mut paths = below(&folder);
    paths.retain(|path| path.extension().is_some_and(|ending| ending == "gz"));
    let rows = paths.len() as u64 * LINES;
    LogFiles { bytes: size(&paths), rows, events: rows - events::repeated(rows), folder, paths }
}

/// Makes a file unless it is there, and gives its size.
fn file(folder: &Path, number: u64) -> u64 {
    let day = NaiveDate::from_ymd_opt(2026, 1, 1).unwrap() + Days::new(number / FILES_PER_DAY);
    let folder = folder.join(format!("events/ingest_dt={day}"));
    let path = folder.join(format!("part-{number:05}.json.gz"));
    if !path.exists() {
        fs::create_dir_all(&folder).unwrap();
        let unfinished = folder.join(format!(".part-{number:05}"));
        write(&unfinished, number * LINES..(number + 1) * LINES);
        fs::rename(&unfinished, &path).unwrap();
    }
    fs::metadata(&path).unwrap().len()
}

fn write(path: &Path, places: std::ops::Range<u64>) {
    let file = BufWriter::new(File::create(path).unwrap());
    let mut gzip = GzBuilder::new().mtime(0).write(file, Compression::new(LEVEL));
    let mut text = Vec::with_capacity(1 << 19);
    for place in places {
        events::write(&mut text, place);
        if text.len() > 1 << 18 {
            gzip.write_all(&text).unwrap();
            text.clear();
        }
    }
    gzip.write_all(&text).unwrap();
    gzip.finish().unwrap().flush().unwrap();
}

/// The files below a folder, in path order.
pub fn below(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        match path.is_dir() {
            true => found.extend(below(&path)),
            false => found.push(path),
        }
    }
    found.sort();
    found
}

/// The size of files together.
pub fn size(paths: &[PathBuf]) -> u64 {
    paths.iter().map(|path| fs::metadata(path).unwrap().len()).sum()
}

/// Reads files once, so that neither side finds them in memory where the other did not.
pub fn read_once(paths: &[PathBuf]) {
    for path in paths {
        std::io::copy(&mut File::open(path).unwrap(), &mut std::io::sink()).unwrap();
    }
}
