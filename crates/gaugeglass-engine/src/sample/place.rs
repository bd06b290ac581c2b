//! Which files belong together, told by their keys alone.
//!
//! Days and hours in folder names become placeholders, hive-style folders end the path, and files of one folder that are
//! named after different things are different sources.

use std::collections::{BTreeMap, BTreeSet};

use object_store::ObjectMeta;

use crate::prepare::DAY_KEYS;

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

/// What a key has in common with those written before and after it.
pub fn series(key: &str) -> String {
    let (folders, name) = key.rsplit_once('/').unwrap_or(("", key));
    let mut prefix = String::new();
    for part in parts(folders) {
        if let Some((key, _)) = hive(part) {
            return format!("{prefix}{key}=");
        }
        if let Some(spelled) = spelled(part, None) {
            return prefix + &part[..=spelled.start];
        }
        prefix.push_str(part);
        prefix.push('/');
    }
    prefix + subject(name)
}

fn parts(folders: &str) -> impl Iterator<Item = &str> {
    folders.split('/').filter(|part| !part.is_empty())
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
    for part in parts(folders) {
        let day = spelled(part, before);
        // What such folders hold is read whatever they are named; a day is read by its key.
        let is_read = |key: &str| day.as_ref().is_none_or(|day| DAY_KEYS.contains(&key) && day.pattern.ends_with("={yyyy}-{mm}-{dd}"));
        if let Some((key, _)) = hive(part).filter(|(key, _)| is_read(key)) {
            return (path, Some(key.to_owned()));
        }
        before = day.as_ref().and_then(|day| day.last);
        path.push_str(&day.map_or_else(|| part.to_owned(), |day| day.pattern));
        path.push('/');
    }
    (path, None)
}

fn hive(part: &str) -> Option<(&str, &str)> {
    part.split_once('=').filter(|(key, value)| !key.is_empty() && !value.is_empty())
}

/// A date, or a part of one, in the name of a folder.
struct Spelled {
    /// The name with placeholders.
    pattern: String,
    /// The last of them, after which the next folder may go on.
    last: Option<&'static str>,
    /// Where the date starts.
    start: usize,
}

/// Finds a whole date anywhere in a name, and a year, month, day or hour where it is all of the name after `key=`.
fn spelled(part: &str, before: Option<&str>) -> Option<Spelled> {
    for (shape, placeholder) in [("9999-99-99", "{yyyy}-{mm}-{dd}"), ("99999999", "{yyyy}{mm}{dd}")] {
        if let Some(start) = (0..part.len()).find(|start| is_date(part, *start, shape)) {
            let rest = &part[start + shape.len()..];
            let pattern = format!("{}{placeholder}{}", &part[..start], if rest.is_empty() { "" } else { "*" });
            return Some(Spelled { pattern, last: Some("{dd}"), start });
        }
    }
    let start = hive(part).map_or(0, |(key, _)| key.len() + 1);
    let placeholder = match before {
        Some("{yyyy}") if is_shape(&part[start..], "99") => "{mm}",
        Some("{mm}") if is_shape(&part[start..], "99") => "{dd}",
        Some("{dd}") if is_shape(&part[start..], "99") => "{hh}",
        _ if is_shape(&part[start..], "9999") && is_century(&part[start..]) => "{yyyy}",
        _ => return None,
    };
    Some(Spelled { pattern: format!("{}{placeholder}", &part[..start]), last: Some(placeholder), start })
}

/// A date by itself, not digits out of a longer number.
fn is_date(part: &str, start: usize, shape: &str) -> bool {
    let bytes = part.as_bytes();
    let is_digit = |at: Option<usize>| at.and_then(|at| bytes.get(at)).is_some_and(u8::is_ascii_digit);
    let end = start + shape.len();
    part.get(start..end).is_some_and(|text| is_shape(text, shape) && is_century(text))
        && !is_digit(start.checked_sub(1))
        && !is_digit(Some(end))
}

fn is_shape(text: &str, shape: &str) -> bool {
    let fits = |(c, s): (u8, u8)| if s == b'9' { c.is_ascii_digit() } else { c == s };
    text.len() == shape.len() && text.bytes().zip(shape.bytes()).all(fits)
}

fn is_century(text: &str) -> bool {
    text.starts_with("19") || text.starts_with("20")
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
        check(&["e/events_20260105/a.json"], &[("e/events_{yyyy}{mm}{dd}/", None, 1)]);
        check(&["e/year=2026/month=01/day=05/a.json"], &[("e/year={yyyy}/month={mm}/day={dd}/", None, 1)]);
        check(&["e/run=2026-01-05-07-00/a.json"], &[("e/run={yyyy}-{mm}-{dd}*/", None, 1)]);
        check(&["e/1202601055/a.json"], &[("e/1202601055/", None, 1)]);
        check(&["e/2026/01/05/07/a.json"], &[("e/{yyyy}/{mm}/{dd}/{hh}/", None, 1)]);
        check(&["e/2026-01-05/a.json"], &[("e/{yyyy}-{mm}-{dd}/", None, 1)]);
        check(&["e/20260105/x/a.json"], &[("e/{yyyy}{mm}{dd}/x/", None, 1)]);
        check(&["e/7777/a.json"], &[("e/7777/", None, 1)]);
    }

    #[test]
    fn hive_folders_end_the_path() {
        check(&["e/ingest_dt=2026-01-05/hour=7/a.json", "e/ingest_dt=2026-01-06/hour=7/a.json"], &[("e/", Some("ingest_dt"), 2)]);
        check(&["e/kind=x/date=2026-01-05/a.json"], &[("e/", Some("kind"), 1)]);
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
}
