//! Which files belong together, told by their keys alone.
//!
//! Days and hours in folder names become placeholders, hive-style folders end the path, and files of one folder that are
//! named after different things are different sources.

use std::collections::{BTreeMap, BTreeSet};

use object_store::ObjectMeta;

/// Words that name no subject; neither does a shorter one than three letters.
const GENERAL: [&str; 9] = ["part", "data", "file", "export", "batch", "chunk", "log", "output", "shard"];
/// More subjects than this in one folder are names drawn at random.
const SUBJECTS_MAX: usize = 12;

/// Where the files of one source lie.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// As a configuration names it.
    pub path: String,
    /// The key of hive-style folders.
    pub partition: Option<String>,
}

/// Names that writers give to what is not data, as folders or files: `_SUCCESS`, `.tmp`.
pub fn is_hidden(key: &str) -> bool {
    key.split('/').any(|part| part.starts_with(['_', '.']))
}

/// What a key has in common with those written before and after it.
pub fn series(key: &str) -> String {
    let (folders, name) = key.rsplit_once('/').unwrap_or(("", key));
    let mut prefix = String::new();
    for part in folders.split('/').filter(|part| !part.is_empty()) {
        if let Some((key, _)) = hive(part) {
            return format!("{prefix}{key}=");
        }
        if spelled(part, None).is_some() {
            return prefix + &part[..1];
        }
        prefix.push_str(part);
        prefix.push('/');
    }
    prefix + subject(name)
}

/// Files by the source that they belong to.
pub fn groups(objects: &[ObjectMeta]) -> Vec<(Place, Vec<ObjectMeta>)> {
    let mut folders: BTreeMap<String, (Option<String>, Vec<ObjectMeta>)> = BTreeMap::new();
    for object in objects {
        let (path, partition) = folder(object.location.as_ref());
        let entry = folders.entry(path).or_default();
        entry.0 = entry.0.take().or(partition);
        entry.1.push(object.clone());
    }
    let paths: Vec<String> = folders.keys().cloned().collect();
    let mut groups = Vec::new();
    for (path, (partition, objects)) in folders {
        let has_others_below = paths.iter().any(|other| *other != path && other.starts_with(&path));
        // Hive-style folders hold one table.
        let split = if partition.is_some() { vec![(None, objects)] } else { by_subject(objects) };
        for (subject, objects) in split {
            let path = name(&path, subject.as_deref(), &objects, partition.as_deref(), has_others_below);
            groups.push((Place { path, partition: partition.clone() }, objects));
        }
    }
    groups
}

/// The path of a group, so narrow that no file of another group is under it.
fn name(folder: &str, subject: Option<&str>, objects: &[ObjectMeta], partition: Option<&str>, has_others_below: bool) -> String {
    let file = file_name(&objects[0]);
    match (subject, partition) {
        (Some(_), _) if objects.len() == 1 && !folder.contains('{') => format!("{folder}{file}"),
        (Some(subject), _) => format!("{folder}{subject}*"),
        (None, Some(key)) if has_others_below => format!("{folder}{key}=*/"),
        (None, None) if has_others_below => format!("{folder}*{}", ending(file)),
        _ => folder.to_owned(),
    }
}

fn file_name(object: &ObjectMeta) -> &str {
    object.location.filename().unwrap_or(object.location.as_ref())
}

/// Everything from the first dot of a file's name on.
fn ending(name: &str) -> &str {
    name.find('.').map_or("", |at| &name[at..])
}

/// Splits the files of a folder where their names name different things.
fn by_subject(objects: Vec<ObjectMeta>) -> Vec<(Option<String>, Vec<ObjectMeta>)> {
    let subjects: BTreeSet<String> = objects.iter().map(|object| subject(file_name(object)).to_owned()).collect();
    let is_general = subjects.iter().any(|subject| subject.len() < 3 || GENERAL.contains(&subject.to_lowercase().as_str()));
    if is_general || !(2..=SUBJECTS_MAX).contains(&subjects.len()) {
        return vec![(None, objects)];
    }
    let mut split: BTreeMap<String, Vec<ObjectMeta>> = BTreeMap::new();
    for object in objects {
        split.entry(subject(file_name(&object)).to_owned()).or_default().push(object);
    }
    split.into_iter().map(|(subject, objects)| (Some(subject), objects)).collect()
}

/// The words that a file's name starts with, before numbers, dates and endings.
fn subject(name: &str) -> &str {
    let stem = name.split('.').next().unwrap_or(name);
    let end = stem.find(|c: char| c.is_ascii_digit()).unwrap_or(stem.len());
    stem[..end].trim_end_matches(['-', '_', ' '])
}

/// The folder of a key with placeholders for days, and the key of its hive-style folders.
fn folder(key: &str) -> (String, Option<String>) {
    let (folders, _) = key.rsplit_once('/').unwrap_or(("", key));
    let mut path = String::new();
    let mut before = None;
    for part in folders.split('/').filter(|part| !part.is_empty()) {
        if let Some((key, _)) = hive(part) {
            return (path, Some(key.to_owned()));
        }
        let placeholder = spelled(part, before);
        path.push_str(placeholder.unwrap_or(part));
        path.push('/');
        before = placeholder;
    }
    (path, None)
}

fn hive(part: &str) -> Option<(&str, &str)> {
    part.split_once('=').filter(|(key, value)| !key.is_empty() && !value.is_empty())
}

/// The placeholder for a part of a date, where `before` is that of the folder above.
fn spelled(part: &str, before: Option<&str>) -> Option<&'static str> {
    let is = |shape: &str| {
        part.len() == shape.len() && part.bytes().zip(shape.bytes()).all(|(c, s)| if s == b'9' { c.is_ascii_digit() } else { c == s })
    };
    let is_year = |text: &str| text.get(..2).is_some_and(|century| matches!(century, "19" | "20"));
    match before {
        Some("{yyyy}") if is("99") => Some("{mm}"),
        Some("{mm}") if is("99") => Some("{dd}"),
        Some("{dd}" | "{yyyy}-{mm}-{dd}" | "{yyyy}{mm}{dd}") if is("99") => Some("{hh}"),
        _ if is("9999") && is_year(part) => Some("{yyyy}"),
        _ if is("9999-99-99") && is_year(part) => Some("{yyyy}-{mm}-{dd}"),
        _ if is("99999999") && is_year(part) => Some("{yyyy}{mm}{dd}"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use chrono::{DateTime, Utc};

    use super::*;

    fn object(key: &str) -> ObjectMeta {
        ObjectMeta { location: key.into(), last_modified: DateTime::<Utc>::UNIX_EPOCH, size: 1, e_tag: None, version: None }
    }

    fn check(keys: &[&str], expected: &[(&str, Option<&str>, usize)]) {
        let objects: Vec<ObjectMeta> = keys.iter().map(|key| object(key)).collect();
        let found = groups(&objects);
        let found: Vec<_> = found.iter().map(|(place, files)| (place.path.as_str(), place.partition.as_deref(), files.len())).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn days_in_folders_become_placeholders() {
        check(&["e/2026/01/05/a.json", "e/2026/01/06/b.json"], &[("e/{yyyy}/{mm}/{dd}/", None, 2)]);
        check(&["e/2026/01/05/07/a.json"], &[("e/{yyyy}/{mm}/{dd}/{hh}/", None, 1)]);
        check(&["e/2026-01-05/a.json"], &[("e/{yyyy}-{mm}-{dd}/", None, 1)]);
        check(&["e/20260105/x/a.json"], &[("e/{yyyy}{mm}{dd}/x/", None, 1)]);
        check(&["e/7777/a.json"], &[("e/7777/", None, 1)]);
    }

    #[test]
    fn hive_folders_end_the_path() {
        check(&["e/ingest_dt=2026-01-05/hour=7/a.json", "e/ingest_dt=2026-01-06/hour=7/a.json"], &[("e/", Some("ingest_dt"), 2)]);
        check(&["e/dt=2026-01-05/a.json", "e/old/b.json"], &[("e/dt=*/", Some("dt"), 1), ("e/old/", None, 1)]);
    }

    #[test]
    fn files_named_after_different_things_are_different_sources() {
        check(&["orders.csv", "people.csv"], &[("orders.csv", None, 1), ("people.csv", None, 1)]);
        check(&["d/orders-1.csv", "d/orders-2.csv", "d/people.csv"], &[("d/orders*", None, 2), ("d/people.csv", None, 1)]);
        check(&["d/part-0.csv", "d/orders.csv"], &[("d/", None, 2)]);
        check(&["part-0.csv.gz", "d/part-0.csv"], &[("*.csv.gz", None, 1), ("d/", None, 1)]);
    }

    #[test]
    fn a_series_is_what_its_keys_start_with() {
        for (key, expected) in [
            ("e/2026/01/05/a.json", "e/2"),
            ("e/ingest_dt=2026-01-05/a.json", "e/ingest_dt="),
            ("e/x/part-0001.parquet", "e/x/part"),
            ("orders.csv", "orders"),
        ] {
            assert_eq!(series(key), expected);
        }
    }

    #[test]
    fn what_is_not_data_is_hidden() {
        assert!(is_hidden("e/_SUCCESS") && is_hidden("e/_delta_log/0.json") && is_hidden(".tmp/a") && !is_hidden("e/a_b.json"));
    }
}
