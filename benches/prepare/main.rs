//! Preparing gzipped JSON lines against DuckDB's `copy` of the same files to Parquet, on two cores each, in one run.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a benchmark that cannot run stops")]

mod duckdb;
mod events;
mod files;
mod gaugeglass;
#[path = "../race/mod.rs"]
mod race;
mod shop;

use std::path::Path;
use std::process::{Command, ExitCode};

use files::LogFiles;
use race::child::Figures;

const BYTES: &str = "GAUGEGLASS_BENCH_BYTES";
const BYTES_DEFAULT: u64 = 2_000_000_000;

/// Who does the work.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Side {
    Gaugeglass,
    Copy,
    DeduplicatedCopy,
}

/// Each is first once, so that a machine that slows down or wakes up favours neither.
const ROUNDS: [Side; 4] = [Side::Gaugeglass, Side::Copy, Side::Copy, Side::Gaugeglass];

impl Side {
    fn name(self) -> &'static str {
        match self {
            Side::Gaugeglass => "Gaugeglass: prepare",
            Side::Copy => "DuckDB: copy",
            Side::DeduplicatedCopy => "DuckDB: copy, deduplicated",
        }
    }

    fn rows(self, log: &LogFiles) -> u64 {
        match self {
            Side::Gaugeglass | Side::DeduplicatedCopy => log.events,
            Side::Copy => log.rows,
        }
    }

    fn measure(self, log: &LogFiles, out: &Path) -> Result<Figures, String> {
        match self {
            Side::Gaugeglass => gaugeglass::measure(log, out),
            Side::Copy => duckdb::measure(log, false, out),
            Side::DeduplicatedCopy => duckdb::measure(log, true, out),
        }
    }
}

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().collect();
    if let [_, command, logs, cache] = arguments.as_slice()
        && command == gaugeglass::COMMAND
    {
        gaugeglass::run(logs, cache);
        return ExitCode::SUCCESS;
    }
    race::ended(compare())
}

fn compare() -> Result<(), String> {
    let version = duckdb::version()?;
    let bytes = race::number(BYTES, BYTES_DEFAULT)?;
    let temporary = tempfile::tempdir().unwrap();
    let folder = race::folder(&temporary);
    let log = files::make(&folder, bytes);
    files::read_once(&log.paths);
    head(bytes, &version, &log);
    let mut seconds = [0.0; 2];
    for side in ROUNDS {
        seconds[usize::from(side == Side::Copy)] += measured(side, &log, &folder)?.seconds;
    }
    let deduplicated = measured(Side::DeduplicatedCopy, &log, &folder);
    println!("\nThroughput of Gaugeglass to DuckDB's plain copy, both rounds: {:.2}", seconds[1] / seconds[0]);
    deduplicated.map(|_| ())
}

fn head(bytes: u64, version: &str, log: &LogFiles) {
    race::head("prepare", BYTES, bytes);
    println!("- DuckDB {version}, {} files, {} bytes, {} rows, {} events\n", log.paths.len(), log.bytes, log.rows, log.events);
    println!("| run | rows written | seconds | MB/s of gzip | peak memory, MiB | MB written |");
    println!("|---|---:|---:|---:|---:|---:|");
}

/// One run into an empty folder, printed as a line of the table. Too few rows, or too many, are no result.
fn measured(side: Side, log: &LogFiles, folder: &Path) -> Result<Figures, String> {
    let out = tempfile::tempdir_in(folder).unwrap();
    // What the run before wrote must not be carried to disk at this one's cost.
    Command::new("sync").status().unwrap();
    let figures = side.measure(log, out.path())?;
    let expected = side.rows(log);
    if figures.rows != expected {
        return Err(format!("{}: {} rows where the files hold {expected}", side.name(), figures.rows));
    }
    let speed = log.bytes as f64 / 1e6 / figures.seconds;
    let (peak, written) = (figures.peak_bytes >> 20, files::size(&files::below(out.path())) / 1_000_000);
    println!("| {} | {} | {:.1} | {speed:.1} | {peak} | {written} |", side.name(), figures.rows, figures.seconds);
    Ok(figures)
}
