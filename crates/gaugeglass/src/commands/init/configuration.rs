//! The configuration as text, every table with the reason for it.

use std::collections::BTreeMap;
use std::fmt::Write;

use gaugeglass_engine::{Sample, SampledFolder, redacted_url};

use super::score::Candidate;
use super::{Source, few, skeleton};

const STORE: &str = "logs";

/// The whole file.
pub fn text(given: &str, store: &str, sample: &Sample, sources: &[Source], skeletons: &[(String, String)]) -> String {
    let mut text = head(given, store, sample);
    let mut logs: BTreeMap<&str, Vec<(&Source, &Candidate)>> = BTreeMap::new();
    for source in sources {
        for candidate in source.chosen() {
            logs.entry(candidate.log).or_default().push((source, candidate));
        }
    }
    for (log, entries) in &logs {
        let table = if entries.len() > 1 { format!("[[logs.{log}]]") } else { format!("[logs.{log}]") };
        for (source, candidate) in entries {
            push(&mut text, &format!("\n{}\n{table}\n{}", reason(&source.folder, candidate), keys(&source.folder, candidate.vendor)));
        }
    }
    for source in sources.iter().filter(|source| source.chosen().is_empty()) {
        push(&mut text, &left_out(source, skeletons));
    }
    text
}

fn push(text: &mut String, part: &str) {
    // Writing to a String does not fail.
    let _ = text.write_str(part);
}

fn head(given: &str, store: &str, sample: &Sample) -> String {
    let bound = if sample.is_whole { "all" } else { "a sample" };
    let plain = if store.starts_with("http:") { "\n[storage]\n# The store is asked over plain HTTP.\nallow_http = true\n" } else { "" };
    format!(
        "# A proposal, made by `gaugeglass init {}` from {} keys, {bound} of what lies there.
# `gaugeglass check` tells what is wrong with it, `gaugeglass serve` serves it, `gaugeglass schema` prints what each log holds.

# The instant that figures are for: \"now\", or a fixed one such as \"2026-05-05T00:00:00Z\" where the logs end in the past.
as_of = \"now\"
# The business time zone of days and weeks; logs are in UTC.
time_zone = \"UTC\"

[cache]
# Prepared Parquet is kept here: a place of its own, never one of the logs.
url = \"file:.gaugeglass\"
{plain}
[stores.{STORE}]
# Credentials come from the environment, never from the URL.
url = {}
",
        redacted_url(given).escape_debug(),
        sample.keys,
        quoted(store)
    )
}

fn quoted(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}

fn reason(folder: &SampledFolder, candidate: &Candidate) -> String {
    let mut lines = format!("# {}", seen(folder));
    push(&mut lines, &format!("\n# Confidence {:.2}: {}.", candidate.confidence, candidate.reason));
    push(&mut lines, &format!("\n# Read: {}.", few(&candidate.matched, 20)));
    if !candidate.unmapped.is_empty() {
        push(&mut lines, &format!("\n# Not read: {}.", few(&candidate.unmapped, 20)));
    }
    lines
}

/// Names come from keys, which may hold anything: a line break must not end a comment.
fn seen(folder: &SampledFolder) -> String {
    let format = folder.format.unwrap_or("of no format that is read");
    let compression = folder.compression.map(|compression| format!(", {compression}")).unwrap_or_default();
    let partition = folder.partition.as_ref().map(|key| format!(", folders {}=…", key.escape_debug())).unwrap_or_default();
    format!("{}: {} files seen, {format}{compression}{partition}.", folder.path.escape_debug(), folder.files)
}

fn keys(folder: &SampledFolder, vendor: Option<&str>) -> String {
    let mut keys = format!("store = \"{STORE}\"\npath = {}\n", quoted(&folder.path));
    if let Some(format) = folder.format {
        push(&mut keys, &format!("format = \"{format}\"\n"));
    }
    if let Some(vendor) = vendor {
        push(&mut keys, &format!("mapping = \"{vendor}\"\n"));
    }
    keys
}

/// A folder that no log is read from, as a comment.
fn left_out(source: &Source, skeletons: &[(String, String)]) -> String {
    let mut lines = format!("\n# Not recognised. {}\n", seen(&source.folder));
    if let Some(problem) = &source.folder.problem {
        push(&mut lines, &format!("# {}\n", problem.escape_debug()));
    }
    let path = skeleton::path(&source.folder);
    if skeletons.iter().any(|(skeleton, _)| *skeleton == path) {
        let log = skeleton::log(source).name;
        push(&mut lines, &format!("# {path} is the skeleton of a mapping: complete it, choose the log, then take these comments off.\n"));
        push(&mut lines, &format!("# [logs.{log}]\n"));
        for line in keys(&source.folder, Some(&path)).lines() {
            push(&mut lines, &format!("# {line}\n"));
        }
    }
    lines
}
