//! Arguments, configuration, wiring and exit codes.
//!
//! One file a command under `commands/`; one list of settings in `settings.rs` that feeds the
//! parser, the help, the environment and `meta.settings`.

mod arguments;
mod commands;
mod config;
mod failure;
mod output;
mod place;
mod progress;
mod settings;
mod telemetry;

use std::ffi::OsString;
use std::process::ExitCode;

pub use arguments::command;
pub use settings::{SETTINGS, Setting, TABLES};

/// Ended well.
pub const EXIT_OK: u8 = 0;
/// Could not do what was asked: usage, configuration, storage, a failed query.
pub const EXIT_FAILED: u8 = 1;
/// `audit` found critical gaps.
pub const EXIT_CRITICAL: u8 = 2;

/// Runs the program with these arguments, the first of which is its name.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let matches = match command().try_get_matches_from(arguments) {
        Ok(matches) => matches,
        Err(usage) => return arguments::explain(&usage),
    };
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(cause) => return failure::show(&failure::Failure::new(format!("threads cannot be started: {cause}"))),
    };
    let code = match runtime.block_on(commands::dispatch(&matches)) {
        Ok(code) => ExitCode::from(code),
        Err(failure) => failure::show(&failure),
    };
    // A stopped server does not wait for a download that nobody reads any more.
    runtime.shutdown_background();
    code
}
