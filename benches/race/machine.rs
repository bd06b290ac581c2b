//! What a figure was measured with: commit, machine.

use std::process::Command;

/// The commit, and whether the tree differs from it.
pub fn commit() -> String {
    let changed = if git(&["status", "--porcelain"]).is_empty() { "" } else { ", with changes" };
    format!("{}{changed}", git(&["rev-parse", "HEAD"]))
}

fn git(arguments: &[&str]) -> String {
    let told = Command::new("git").args(arguments).current_dir(env!("CARGO_MANIFEST_DIR")).output();
    told.map_or_else(|_| "unknown".into(), |told| String::from_utf8_lossy(&told.stdout).trim().to_owned())
}

/// Cores and memory.
pub fn machine() -> String {
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    let kilobytes: u64 = value("/proc/meminfo", "MemTotal").trim_end_matches(" kB").parse().unwrap_or_default();
    format!("{cores} cores ({}), {:.0} GiB of memory", value("/proc/cpuinfo", "model name"), kilobytes as f64 / f64::from(1 << 20))
}

/// The first value of that name in a file of the kernel.
fn value(path: &str, name: &str) -> String {
    let text = std::fs::read_to_string(path).unwrap_or_default();
    let mut values = text.lines().filter_map(|line| line.split_once(':'));
    values.find(|(key, _)| key.trim() == name).map(|(_, value)| value.trim().to_owned()).unwrap_or_default()
}
