//! Worlds as a whole: what is written, that it hangs on nothing but the world, and that each fault can be switched.

#![allow(clippy::unwrap_used)]

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::fs::{self, File};
use std::path::{Path, PathBuf};

use arrow::array::{AsArray, RecordBatch};
use arrow::compute::cast;
use arrow::datatypes::DataType;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use serde_json::Value;
use tempfile::TempDir;

use crate::chunk::{self, Chunk, Scope};
use crate::generate::generate_on;
use crate::plants::approvals;
use crate::{Defects, DemoError, Family, Summary, Tier, World};

/// A world small enough to be made many times.
fn tiny() -> World {
    World::new(Tier { people: 400, shard_people: 400, visits_mean: 6.0, incident_requests_per_minute: 1, ..Tier::named("ci").unwrap() })
}

fn made(world: &World, workers: usize) -> (TempDir, Summary) {
    let dir = tempfile::tempdir().unwrap();
    let summary = generate_on(workers, world, dir.path(), &|_| {}).unwrap();
    (dir, summary)
}

fn files(dir: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![dir.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() { folders.push(path) } else { found.push(path) }
        }
    }
    found.sort();
    assert!(!found.is_empty(), "no file under {}", dir.display());
    found
}

fn hashes(dir: &Path) -> BTreeMap<PathBuf, blake3::Hash> {
    let hash = |path: PathBuf| {
        let name = path.strip_prefix(dir).unwrap().to_owned();
        (name, blake3::hash(&fs::read(path).unwrap()))
    };
    files(dir).into_iter().map(hash).collect()
}

fn read(path: &Path) -> Vec<RecordBatch> {
    let reader = ParquetRecordBatchReaderBuilder::try_new(File::open(path).unwrap()).unwrap();
    reader.build().unwrap().map(|batch| batch.unwrap()).collect()
}

/// Keys of a fact log, repeated ones as often as they are there.
fn keys(dir: &Path, log: &str) -> Vec<(String, String)> {
    let mut keys = Vec::new();
    for batch in files(&dir.join("logs").join(log)).iter().flat_map(|path| read(path)) {
        let text = |name: &str| cast(batch.column_by_name(name).unwrap(), &DataType::Utf8).unwrap();
        let (sources, ids) = (text("source"), text("event_id"));
        let (sources, ids) = (sources.as_string::<i32>(), ids.as_string::<i32>());
        keys.extend((0..batch.num_rows()).map(|row| (sources.value(row).to_owned(), ids.value(row).to_owned())));
    }
    keys
}

fn truth(dir: &Path) -> Value {
    serde_json::from_slice(&fs::read(dir.join("truth/truth.json")).unwrap()).unwrap()
}

const PLANTS: [&str; 36] = [
    "P1",
    "P2",
    "P3",
    "P4",
    "P4b",
    "P5",
    "P5a",
    "P5b",
    "P6",
    "P7",
    "P8",
    "P9",
    "P10",
    "P11",
    "P12",
    "L1",
    "L2",
    "L3",
    "L4",
    "L5",
    "L6",
    "L7",
    "I1",
    "I2",
    "I3",
    "I4",
    "I5",
    "A1",
    "A2",
    "A3",
    "A4",
    "T1",
    "T2",
    "B1",
    "W1",
    "duplicates",
];

#[test]
fn generates_the_ci_tier_in_a_folder() {
    let world = World::new(Tier::named("ci").unwrap());
    let (dir, summary) = made(&world, 2);
    let truth = truth(dir.path());
    for log in gaugeglass_logs::logs() {
        assert!(summary.rows.get(log.name).is_some_and(|rows| *rows > 0), "{} is empty", log.name);
        let files = files(&dir.path().join("logs").join(log.name));
        for batch in read(&files[0]) {
            assert_eq!(batch.schema().fields(), log.schema().fields(), "{}", log.name);
        }
        if log.is_fact() {
            copies_agree(dir.path(), log.name, &summary, &truth);
        }
    }
    let items = truth["items"].as_array().unwrap();
    for plant in PLANTS {
        let is_its = |item: &&Value| item["id"].as_str().unwrap().split('.').next() == Some(plant);
        let item = items.iter().find(is_its);
        assert!(item.is_some_and(|item| item["definition"] != ""), "no truth for {plant}");
    }
    let ids: BTreeSet<&str> = items.iter().map(|item| item["id"].as_str().unwrap()).collect();
    assert_eq!(ids.len(), items.len(), "an id is used twice");
}

/// The rows on disk, the summary and the ledger tell the same number of exact copies.
fn copies_agree(dir: &Path, log: &str, summary: &Summary, truth: &Value) {
    let keys = keys(dir, log);
    let distinct: HashSet<_> = keys.iter().collect();
    assert_eq!(keys.len() as u64, summary.rows[log], "{log}");
    let copies = truth["world"]["exact_copies"][log].as_u64().unwrap();
    assert_eq!((keys.len() - distinct.len()) as u64, copies, "{log}");
    let noted = truth["world"]["faults"].as_array().unwrap().iter();
    let noted = noted.filter(|fault| fault["family"] == "duplicates" && fault["log"] == log);
    assert_eq!(noted.map(|fault| fault["rows"].as_u64().unwrap()).sum::<u64>(), copies, "{log}");
}

#[test]
fn equal_worlds_are_equal_files_on_any_number_of_threads() {
    let (one, _) = made(&tiny(), 1);
    let (two, _) = made(&tiny(), 2);
    assert_eq!(hashes(one.path()), hashes(two.path()));
}

#[test]
fn another_seed_is_another_world() {
    let people = |seed| {
        let world = World { seed, ..tiny() };
        (0..100).map(|index| crate::person::Person::of(&world, index).user).collect::<Vec<_>>()
    };
    assert_eq!(people(1), people(1));
    assert_ne!(people(1), people(2));
}

#[test]
fn the_truth_does_not_hang_on_how_files_are_split() {
    let mut split = tiny();
    split.tier.shard_people = 200;
    let (whole, parts) = (made(&tiny(), 2).0, made(&split, 2).0);
    assert_eq!(truth(whole.path()), truth(parts.path()));
    let sorted = |dir: &Path| keys(dir, "events").into_iter().collect::<BTreeSet<_>>();
    assert_eq!(sorted(whole.path()), sorted(parts.path()));
}

#[test]
fn twins_without_logs_leave_out_those_logs_alone() {
    let twins = Defects::only(Family::MissingApprovals).with(Family::MissingDecisions).with(Family::MissingAssignments);
    let (dir, _) = made(&tiny().with_defects(twins), 2);
    let is_missing = |log: &&str| !dir.path().join("logs").join(log).exists();
    let missing: Vec<&str> = gaugeglass_logs::logs().iter().map(|log| log.name).filter(is_missing).collect();
    assert_eq!(missing, ["decisions", "approvals", "assignments"]);
    assert!(!dir.path().join("ndjson").exists());
}

#[test]
fn a_folder_with_other_logs_is_refused_and_our_own_is_replaced() {
    let dir = tempfile::tempdir().unwrap();
    fs::create_dir_all(dir.path().join("logs/events")).unwrap();
    let refused = generate_on(1, &tiny(), dir.path(), &|_| {});
    assert!(matches!(refused, Err(DemoError::Occupied { .. })), "{refused:?}");
    fs::create_dir_all(dir.path().join("truth")).unwrap();
    fs::write(dir.path().join("truth/world.json"), "{}").unwrap();
    crate::folder::prepare(&tiny(), dir.path()).unwrap();
    assert!(!dir.path().join("logs/events").exists());
}

#[test]
fn the_right_tier_is_named_in_the_error() {
    let error = Tier::named("huge").unwrap_err().to_string();
    assert_eq!(error, "no tier named huge; the tiers are ci, demo, large and bench");
}

/// Plays all customers and the engine that carries the machine traffic, and writes nothing.
fn played(defects: Defects) -> Vec<Chunk> {
    let mut world = tiny().with_defects(defects);
    // One day's orders in one market are few: that family needs busier customers.
    world.tier.visits_mean = if world.defects == Defects::only(Family::FxGap) { 300.0 } else { 30.0 };
    let versions = approvals::versions(&world);
    let library = approvals::library(&versions);
    [Scope::People(0..400), Scope::Stall].iter().map(|scope| chunk::play(&world, &library, &versions, scope)).collect()
}

fn faults(chunks: &[Chunk]) -> BTreeMap<&'static str, u64> {
    let mut counts = BTreeMap::new();
    for entry in chunks.iter().flat_map(|chunk| &chunk.ledger.entries) {
        *counts.entry(entry.family.name()).or_default() += 1;
    }
    counts
}

#[test]
fn a_clean_world_has_an_empty_ledger() {
    assert!(faults(&played(Defects::clean())).is_empty());
}

#[test]
fn each_family_alone_leaves_its_faults_and_no_others() {
    // Those without a row of their own to point at: a registry's rows, and logs that are left out.
    let elsewhere = [Family::DefinitionConflict, Family::MissingApprovals, Family::MissingDecisions, Family::MissingAssignments];
    for family in Family::ALL.into_iter().filter(|family| !elsewhere.contains(family)) {
        let found = faults(&played(Defects::only(family)));
        assert_eq!(found.keys().copied().collect::<Vec<_>>(), [family.name()]);
    }
}

#[test]
fn faults_with_a_fixed_number_have_it() {
    let count = |family: Family| faults(&played(Defects::only(family)))[family.name()];
    assert_eq!(count(Family::Future), 40);
    assert_eq!(count(Family::TestOrders), 60);
    assert_eq!(count(Family::GuardIds), 30);
    // Sent and delivered; left, and sent all the same.
    assert_eq!(count(Family::ConsentViolations), 2 * 4);
    assert_eq!(count(Family::SentAfterUnsubscribe), 2 * 3);
}

#[test]
fn faults_never_change_what_the_plants_did() {
    let outcomes = |defects| {
        let chunks = played(defects);
        chunks.into_iter().flat_map(|chunk| chunk.outcomes.sums).collect::<Vec<_>>()
    };
    assert_eq!(outcomes(Defects::clean()), outcomes(Defects::all()));
    // Conversions of the groups that a plant controls are the same in the logs, too.
    let arms = |defects| {
        let mut chunks = played(defects);
        let arms = std::mem::take(&mut chunks[0].tally.arms);
        let planted = |key: &(&str, &str)| ["cart_flow", "behaviour_flow", "geo_city", "theater"].contains(&key.0);
        arms.into_iter()
            .filter(|(key, _)| planted(key))
            .map(|(key, arm)| (key, arm.windows[1].converted, arm.windows[1].units))
            .collect::<Vec<_>>()
    };
    assert_eq!(arms(Defects::clean()), arms(Defects::all()));
}
