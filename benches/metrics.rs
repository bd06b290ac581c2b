//! Every metric, first answer and repeated answer, as ratios to a plain scan in the same run.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a benchmark that cannot run stops")]

use std::collections::BTreeMap;
use std::time::Instant;

use gaugeglass_demo::{Tier, World, generate};
use gaugeglass_engine::{AsOf, Door, Engine, EngineSettings, LogSettings, MetricQuery, Request, Session, StoreSettings, default_grain};

const PEER: &str = "select count(*) as n, min(event_time) as first from logs.events";
const REPEATS: usize = 5;

fn settings(folder: &std::path::Path, logs: impl Iterator<Item = String>) -> EngineSettings {
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
        logs: logs.map(|log| (log.clone(), vec![source(&log)])).collect(),
        ..EngineSettings::default()
    }
}

/// Median milliseconds of the scan that all ratios stand on.
async fn peer(session: &Session) -> f64 {
    let mut times = Vec::with_capacity(REPEATS);
    for _ in 0..REPEATS {
        let started = Instant::now();
        session.query(PEER).await.unwrap();
        times.push(started.elapsed().as_secs_f64() * 1000.0);
    }
    times.sort_by(f64::total_cmp);
    times[REPEATS / 2]
}

async fn answer(session: &Session, name: &str, query: &MetricQuery) -> f64 {
    let started = Instant::now();
    session.metric(name, query).await.unwrap_or_else(|error| panic!("{name}: {error}"));
    started.elapsed().as_secs_f64() * 1000.0
}

#[tokio::main]
async fn main() {
    let folder = tempfile::tempdir().unwrap();
    let summary = generate(&World::new(Tier::named("ci").unwrap()), folder.path(), &|_| {}).unwrap();
    let engine = Engine::open(settings(folder.path(), summary.rows.keys().cloned())).await.unwrap();
    engine.prepare().await;
    let session = engine.session(Request::new("bench", Door::Cli));
    let scan = peer(&session).await;
    println!("peer {scan:.1} ms: {PEER}\n{:<28}{:>12}{:>12}", "metric", "first/peer", "again/peer");
    for metric in engine.registry().metrics() {
        let query = MetricQuery { grain: default_grain(metric), ..MetricQuery::default() };
        let first = answer(&session, &metric.name, &query).await;
        let again = answer(&session, &metric.name, &query).await;
        println!("{:<28}{:>12.2}{:>12.3}", metric.name, first / scan, again / scan);
    }
}
