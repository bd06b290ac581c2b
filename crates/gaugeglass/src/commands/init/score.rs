//! How well a folder's fields fit a log: the contracts themselves, and every built-in mapping.

use std::collections::BTreeSet;

use gaugeglass_engine::SampledFolder;
use gaugeglass_logs::{BuiltIn, Column, Log, logs, mappings};
use gaugeglass_metrics::{ColumnShape, Mapping};

use super::evidence::{Evidence, evidence};

/// From here on a folder counts as recognised.
pub const RECOGNISED: f64 = 0.5;
/// Stamped at reading where the source has none.
const STAMPED: &str = "ingest_time";

/// One way to read a folder.
#[derive(Debug, Clone)]
pub struct Candidate {
    /// The log that it fills.
    pub log: &'static str,
    /// The built-in mapping; none where the columns are canonical.
    pub vendor: Option<&'static str>,
    /// From 0 to 1.
    pub confidence: f64,
    /// What speaks for it.
    pub reason: String,
    /// Fields of the folder that are read.
    pub matched: Vec<String>,
    /// Outermost fields of the folder that nothing reads.
    pub unmapped: Vec<String>,
}

/// Every way that is possible at all, the likeliest first.
pub fn candidates(folder: &SampledFolder) -> Vec<Candidate> {
    let canonical = logs().iter().filter_map(|log| of_contract(folder, log));
    let mapped = mappings().iter().filter_map(|mapping| of_mapping(folder, mapping));
    let mut found: Vec<Candidate> = canonical.chain(mapped).collect();
    found.sort_by(|a, b| b.confidence.total_cmp(&a.confidence));
    found
}

/// The ways to take: the likeliest contract, or every log that the likeliest vendor's files fill.
pub fn chosen(candidates: &[Candidate]) -> Vec<&Candidate> {
    let Some(best) = candidates.first().filter(|best| best.confidence >= RECOGNISED) else {
        return Vec::new();
    };
    match best.vendor {
        None => vec![best],
        Some(_) => candidates.iter().filter(|other| other.vendor == best.vendor && other.confidence >= RECOGNISED).collect(),
    }
}

fn of_contract(folder: &SampledFolder, log: &'static Log) -> Option<Candidate> {
    let columns = folder.fields.columns();
    let is_stamped = |column: &&Column| column.name == STAMPED;
    let required: Vec<&Column> = log.required().filter(|column| !is_stamped(column)).collect();
    let has = |name: &str| columns.contains(name);
    if columns.is_empty() || !log.key.iter().all(|name| has(name)) {
        return None;
    }
    let filled = required.iter().filter(|column| has(column.name)).count();
    let (matched, unmapped) = split(&columns, |name| log.column(name).is_some());
    let known = share(matched.len(), columns.len());
    let confidence = 0.6 * share(filled, required.len()) + 0.25 * known + 0.15 * share(matched.len(), log.columns.len());
    // Two logs may have the same columns; then the folder's name tells.
    let named = if folder.path.split(['/', '.']).any(|part| part == log.name) { 0.05 } else { 0.0 };
    let reason = format!("columns of the contract: {filled} of {} required, {} of {} known", required.len(), matched.len(), columns.len());
    Some(Candidate { log: log.name, vendor: None, confidence: (confidence + named).min(1.0), reason, matched, unmapped })
}

fn of_mapping(folder: &SampledFolder, built_in: &'static BuiltIn) -> Option<Candidate> {
    let mapping = Mapping::read(built_in.vendor, built_in.sql).ok()?;
    let found = match &mapping.header {
        Some(header) if is_delimited(folder) => by_position(folder, header)?,
        _ => by_name(folder, built_in, &mapping)?,
    };
    let (confidence, reason, matched, unmapped) = found;
    Some(Candidate { log: built_in.log, vendor: Some(built_in.vendor), confidence, reason, matched, unmapped })
}

type Fit = (f64, String, Vec<String>, Vec<String>);

fn is_delimited(folder: &SampledFolder) -> bool {
    matches!(folder.format, Some("csv" | "tsv"))
}

/// Delimited text without names: as many columns as the vendor writes, and a first line that is a row already.
fn by_position(folder: &SampledFolder, header: &[String]) -> Option<Fit> {
    let named = folder.first_line.iter().filter(|name| header.contains(name)).count();
    let is_row = named * 2 < header.len();
    (is_row && folder.first_line.len() == header.len())
        .then(|| (0.9, format!("lines of {} columns without names", header.len()), header.to_vec(), Vec::new()))
}

fn by_name(folder: &SampledFolder, built_in: &BuiltIn, mapping: &Mapping) -> Option<Fit> {
    let columns = folder.fields.columns();
    let declared = mapping.columns.as_deref()?;
    let leaves: Vec<String> = declared.iter().flat_map(|(name, shape)| leaves(name, shape)).collect();
    let matched: Vec<String> = leaves.iter().filter(|leaf| folder.fields.has(leaf)).cloned().collect();
    let (known, unmapped) = split(&columns, |name| declared.iter().any(|(declared, _)| declared == name));
    if known.is_empty() {
        return None;
    }
    let (filled, required) = requirements(folder, built_in, declared);
    let (factor, seen) = weigh(folder, &evidence(built_in.sql), declared);
    let names = 0.5 * share(filled, required) + 0.25 * share(known.len(), columns.len()) + 0.25 * share(matched.len(), leaves.len());
    let mut reason = format!("{} of {} fields of the mapping, {filled} of {required} that it needs", matched.len(), leaves.len());
    if !seen.is_empty() {
        reason = format!("{}; {reason}", seen.join(", "));
    }
    Some((names * factor, reason, matched, unmapped))
}

/// Paths of the values in a declared column.
fn leaves(path: &str, shape: &ColumnShape) -> Vec<String> {
    match shape {
        ColumnShape::Object(members) => members.iter().flat_map(|(name, shape)| leaves(&format!("{path}.{name}"), shape)).collect(),
        ColumnShape::List(item) => leaves(&format!("{path}[]"), item),
        _ => vec![path.to_owned()],
    }
}

/// How many of the log's required columns have a source field, of those whose expression names one on its line.
fn requirements(folder: &SampledFolder, built_in: &BuiltIn, declared: &[(String, ColumnShape)]) -> (usize, usize) {
    let required = gaugeglass_logs::log(built_in.log).map(|log| log.required().map(|column| column.name).collect::<Vec<_>>());
    let mut counts = (0, 0);
    for name in required.unwrap_or_default().into_iter().filter(|name| *name != STAMPED) {
        let ending = format!(" as {name}");
        let Some(line) = built_in.sql.lines().find(|line| line.trim_end().trim_end_matches(',').ends_with(&ending)) else {
            continue;
        };
        let is_word = |c: char| c.is_alphanumeric() || c == '_';
        let words: BTreeSet<&str> = line.split(|c: char| !is_word(c)).collect();
        let fields: Vec<&str> = declared.iter().map(|(name, _)| name.as_str()).filter(|name| words.contains(name)).collect();
        if !fields.is_empty() {
            counts.1 += 1;
            counts.0 += usize::from(fields.iter().any(|field| folder.fields.has(field)));
        }
    }
    counts
}

/// Whether the rows seen are such as the mapping takes.
fn weigh(folder: &SampledFolder, evidence: &[Evidence], declared: &[(String, ColumnShape)]) -> (f64, Vec<String>) {
    let is_declared = |path: &str| declared.iter().any(|(name, _)| path.split('.').next() == Some(name));
    let mut factor = 1.0;
    let mut seen = Vec::new();
    for one in evidence.iter().filter(|one| is_declared(&one.path)) {
        let Some(field) = folder.fields.0.get(&one.path).filter(|field| !field.values.is_empty()) else {
            factor *= 0.7;
            continue;
        };
        let holds = |value: &&String| match one.is_part {
            true => field.values.iter().any(|found| found.to_lowercase().contains(value.as_str())),
            false => field.values.contains(*value),
        };
        match one.values.iter().find(holds) {
            Some(value) => seen.push(format!("{} = '{value}'", one.path)),
            None => factor *= 0.2,
        }
    }
    (factor, seen)
}

fn split<'a>(columns: &BTreeSet<&'a str>, is_known: impl Fn(&'a str) -> bool) -> (Vec<String>, Vec<String>) {
    let (known, unknown): (Vec<&str>, Vec<&str>) = columns.iter().copied().partition(|name| is_known(name));
    (known.into_iter().map(str::to_owned).collect(), unknown.into_iter().map(str::to_owned).collect())
}

fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 1.0 } else { part as f64 / whole as f64 }
}
