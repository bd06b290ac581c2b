//! A generated world under an engine, and the scan that times are told as ratios to.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Instant;

use gaugeglass_demo::{Tier, World, generate};
use gaugeglass_engine::{AsOf, Engine, EngineSettings, LogSettings, Session, StoreSettings};

/// A plain scan of the largest log.
pub const PEER: &str = "select count(*) as n, min(event_time) as first from logs.events";

/// Generates the world, reads it and computes its models.
pub async fn open(tier: &str, folder: &Path) -> Engine {
    let summary = generate(&World::new(Tier::named(tier).unwrap()), folder, &|_| {}).unwrap();
    let engine = Engine::open(settings(folder, summary.rows.keys())).await.unwrap();
    engine.prepare().await;
    engine
}

/// Median milliseconds of so many scans.
pub async fn scan(session: &Session, looks: usize) -> f64 {
    let mut times = Vec::with_capacity(looks);
    for _ in 0..looks {
        let started = Instant::now();
        session.query(PEER).await.unwrap();
        times.push(started.elapsed().as_secs_f64() * 1000.0);
    }
    times.sort_by(f64::total_cmp);
    times[looks / 2]
}

fn settings<'a>(folder: &Path, logs: impl Iterator<Item = &'a String>) -> EngineSettings {
    let source = |log: &str| LogSettings {
        store: "lake".into(),
        path: format!("{log}/"),
        format: Some("parquet".into()),
        mapping: None,
        partition: None,
    };
    EngineSettings {
        as_of: AsOf::Fixed("2026-05-05T00:00:00Z".parse().unwrap()),
        base: folder.to_owned(),
        stores: BTreeMap::from([("lake".into(), StoreSettings::at("file:logs"))]),
        logs: logs.map(|log| (log.clone(), vec![source(log)])).collect(),
        ..EngineSettings::default()
    }
}
