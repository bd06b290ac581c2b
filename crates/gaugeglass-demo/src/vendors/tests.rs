#![allow(clippy::unwrap_used)]
//! What vendors' files are like as files; that they say the same as the logs is tested over the whole program.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::Read;
use std::path::Path;
use std::time::UNIX_EPOCH;

use flate2::read::GzDecoder;
use serde_json::Value;
use tempfile::TempDir;

use crate::clock::{SECOND, day};
use crate::generate::generate_on;
use crate::{Tier, World};

fn made(world: &World, workers: usize) -> TempDir {
    let dir = tempfile::tempdir().unwrap();
    generate_on(workers, world, dir.path(), &|_| {}).unwrap();
    dir
}

fn world() -> World {
    World::new(Tier { people: 400, shard_people: 400, visits_mean: 6.0, incident_requests_per_minute: 1, ..Tier::named("ci").unwrap() })
}

/// Bytes of every file below `vendors/` by path.
fn files(dir: &Path) -> BTreeMap<String, Vec<u8>> {
    let root = dir.join("vendors");
    let (mut found, mut folders) = (BTreeMap::new(), vec![root.clone()]);
    while let Some(folder) = folders.pop() {
        for path in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
            match path.is_dir() {
                true => folders.push(path),
                false => {
                    let name = path.strip_prefix(&root).unwrap().to_string_lossy().into_owned();
                    found.insert(name, fs::read(&path).unwrap());
                }
            }
        }
    }
    found
}

fn text(dir: &Path, path: &str) -> String {
    let mut text = String::new();
    let mut file = File::open(dir.join("vendors").join(path)).unwrap();
    match path.ends_with(".gz") {
        true => GzDecoder::new(file).read_to_string(&mut text).unwrap(),
        false => file.read_to_string(&mut text).unwrap(),
    };
    text
}

#[test]
fn vendors_are_written_when_asked_and_hang_on_the_world_alone() {
    let (one, two) = (made(&world().with_vendors(), 1), made(&world().with_vendors(), 2));
    assert!(!made(&world(), 2).path().join("vendors").exists());
    let found = files(one.path());
    assert!(found == files(two.path()), "files differ with the number of workers");
    let vendors: std::collections::BTreeSet<&str> = found.keys().filter_map(|path| path.split('/').next()).collect();
    assert_eq!(vendors, ["braze", "cloudevents", "ga4", "otel", "segment", "sendgrid", "snowplow", "xes"].into());
}

#[test]
fn lines_are_whole_and_files_landed_at_the_end_of_their_day() {
    let dir = made(&world().with_vendors(), 2);
    for path in files(dir.path()).keys() {
        let text = text(dir.path(), path);
        assert!(text.ends_with('\n') && !text.contains("\n\n"), "{path}");
        for line in text.lines() {
            match path {
                path if path.contains(".tsv") => assert_eq!(line.split('\t').count(), 131, "{path}: {line}"),
                path if path.contains(".csv") => assert_eq!(line.split(',').count(), 16, "{path}: {line}"),
                _ => assert!(serde_json::from_str::<Value>(line).unwrap().is_object(), "{path}: {line}"),
            }
        }
    }
    let landed = fs::metadata(dir.path().join("vendors/ga4/events_20260210/part-0000.ndjson.gz")).unwrap().modified().unwrap();
    assert_eq!(landed.duration_since(UNIX_EPOCH).unwrap().as_micros(), (day(37)) as u128);
    assert_eq!(day(37) % SECOND, 0);
}
