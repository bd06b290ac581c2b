//! What two programs need that run against each other: cores of their own, draws that both get, and a head that says with what
//! the figures were measured.

pub mod child;
pub mod dice;
mod machine;

use std::path::PathBuf;
use std::process::ExitCode;

use tempfile::TempDir;
use tikv_jemallocator::Jemalloc;

// As the program has it: peak memory is also the allocator's.
#[global_allocator]
static ALLOCATOR: Jemalloc = Jemalloc;

/// Keeps the files of a run for the next one.
const FOLDER: &str = "GAUGEGLASS_BENCH_DIR";

/// The number that a variable says, or the default.
pub fn number(variable: &str, default: u64) -> Result<u64, String> {
    match std::env::var(variable) {
        Ok(text) => text.parse().map_err(|_| format!("{variable} is a whole number, such as {default}; it is `{text}`")),
        Err(_) => Ok(default),
    }
}

/// Where the files lie: in the folder that is named, else in one that goes with the run.
pub fn folder(temporary: &TempDir) -> PathBuf {
    let folder = std::env::var_os(FOLDER).map_or_else(|| temporary.path().to_owned(), PathBuf::from);
    std::fs::create_dir_all(&folder).unwrap();
    folder.canonicalize().unwrap()
}

/// Command, commit and machine, as they stand above the table.
pub fn head(bench: &str, variable: &str, value: u64) {
    println!("- command: `{variable}={value} cargo bench -p gaugeglass-benches --bench {bench}`");
    println!("- commit: {}", machine::commit());
    println!("- machine: {}; two of the cores are used", machine::machine());
}

/// How the program ends.
pub fn ended(compared: Result<(), String>) -> ExitCode {
    match compared {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            eprintln!("error: {why}");
            ExitCode::FAILURE
        }
    }
}
