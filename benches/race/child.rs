//! A process that is measured: on two cores, alone, and asked for its figures.

use std::ffi::OsStr;
use std::io::Write;
use std::process::{Command, Stdio};

use serde::{Deserialize, Serialize};

/// The cores of both sides.
const CORES: &str = "0,1";

/// What a process tells of its work.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub struct Figures {
    /// From the first look at the files to the last byte written.
    pub seconds: f64,
    /// Rows that are written and stand.
    pub rows: u64,
    /// The most memory that the process ever held.
    pub peak_bytes: u64,
}

/// A program that will run on two cores, however many there are.
pub fn on_two_cores(program: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new("taskset");
    command.args(["-c", CORES]).arg(program);
    command
}

/// Runs a command with `input` and reads its figures.
pub fn figures(command: &mut Command, input: &str) -> Result<Figures, String> {
    let started = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn();
    let mut child = started.map_err(|cause| format!("`taskset` of util-linux cannot be started: {cause}"))?;
    let told = child.stdin.take().unwrap().write_all(input.as_bytes());
    let output = child.wait_with_output().unwrap();
    // One that ended before it was told everything says why by its status, where it failed.
    match (output.status.success(), told) {
        (true, Ok(())) => serde_json::from_slice(&output.stdout).map_err(|cause| format!("{command:?} gave no figures: {cause}")),
        (true, Err(cause)) => Err(format!("{command:?} ended without reading what it was told: {cause}")),
        (false, _) => Err(format!("{command:?} ended with {}", output.status)),
    }
}

/// The most memory that this process ever held, as the kernel counts it.
pub fn peak_bytes() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
    peak.trim().trim_end_matches(" kB").parse::<u64>().unwrap() * 1024
}
