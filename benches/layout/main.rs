//! What the layout of prepared Parquet is worth: the same rows as the engine keeps them and laid out otherwise, by their size
//! and by the time of three scans, each as a ratio to the engine's own.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a benchmark that cannot run stops")]

mod layouts;
mod scans;

use std::fs;
use std::path::{Path, PathBuf};

use arrow::util::display::array_value_to_string;
use gaugeglass_demo::{Tier, World, generate};
use gaugeglass_engine::{Door, Engine, EngineSettings, LogSettings, Request, StoreSettings};

use layouts::LAYOUTS;
use scans::{SCANS, Table};

const TIER: &str = "GAUGEGLASS_BENCH_TIER";
const TIER_DEFAULT: &str = "demo";
const SOMEBODY: &str = "select max(user_id) from logs.events where type = 'order_completed'";
/// Rounds over all layouts, so that a machine that slows down or wakes up favours none.
const ROUNDS: usize = 5;

#[tokio::main(flavor = "multi_thread", worker_threads = 2)]
async fn main() {
    let tier = std::env::var(TIER).unwrap_or_else(|_| TIER_DEFAULT.into());
    let folder = tempfile::tempdir().unwrap();
    generate(&World::new(Tier::named(&tier).unwrap()), folder.path(), &|_| {}).unwrap();
    let (parts, person) = prepared(folder.path()).await;
    println!("`{TIER}={tier} cargo bench -p gaugeglass-benches --bench layout`: the log `events`, {} parts\n", parts.len());
    let kept = copied(&parts, &folder.path().join("kept"));
    let mut tables = vec![Table::open("as the engine keeps it", &kept, &person).await];
    for (number, layout) in LAYOUTS.iter().enumerate() {
        let place = folder.path().join(format!("layout-{number}"));
        layout.write(&parts, &place);
        tables.push(Table::open(layout.name, &place, &person).await);
    }
    for _ in 0..ROUNDS {
        for table in &mut tables {
            table.scan().await;
        }
    }
    report(&tables);
}

/// The parts of the events as the engine prepares them, and somebody who is in them.
async fn prepared(folder: &Path) -> (Vec<PathBuf>, String) {
    let source =
        LogSettings { store: "lake".into(), path: "events/".into(), format: Some("parquet".into()), mapping: None, partition: None };
    let settings = EngineSettings {
        base: folder.to_owned(),
        stores: [("lake".into(), StoreSettings::at("file:logs"))].into(),
        logs: [("events".into(), vec![source])].into(),
        ..EngineSettings::default()
    };
    let engine = Engine::open(settings).await.unwrap();
    let answer = engine.session(Request::new("bench", Door::Cli)).query(SOMEBODY).await.unwrap();
    let person = array_value_to_string(answer.batches[0].column(0), 0).unwrap();
    let mut parts = below(&folder.join(".gaugeglass/units"));
    parts.retain(|path| path.extension().is_some_and(|ending| ending == "parquet"));
    (parts, person)
}

fn below(folder: &Path) -> Vec<PathBuf> {
    let paths = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut found: Vec<PathBuf> = paths.flat_map(|path| if path.is_dir() { below(&path) } else { vec![path] }).collect();
    found.sort();
    found
}

fn copied(parts: &[PathBuf], place: &Path) -> PathBuf {
    fs::create_dir_all(place).unwrap();
    for (number, part) in parts.iter().enumerate() {
        fs::copy(part, place.join(format!("{number:03}.parquet"))).unwrap();
    }
    place.to_owned()
}

fn report(tables: &[Table]) {
    let own = &tables[0];
    println!("| layout | MB | to the engine's | {} |", SCANS.map(|(name, _)| name).join(" | "));
    println!("|---|---:|---:|{}", "---:|".repeat(SCANS.len()));
    for table in tables {
        assert!(table.answers == own.answers, "{}: another answer than that of the engine's layout", table.name);
        let times = table.milliseconds().into_iter().zip(own.milliseconds());
        let ratios: Vec<String> = times.map(|(time, own)| format!("{:.2}", time / own)).collect();
        let (megabytes, size) = (table.bytes as f64 / 1e6, table.bytes as f64 / own.bytes as f64);
        println!("| {} | {megabytes:.1} | {size:.2} | {} |", table.name, ratios.join(" | "));
    }
    println!("\nThe engine's scans took {:.1?} ms, the median of {ROUNDS}.", own.milliseconds());
}
