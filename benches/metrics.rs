//! Every metric, first answer and repeated answer, as ratios to a plain scan in the same run.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a benchmark that cannot run stops")]

mod world;

use std::time::Instant;

use gaugeglass_engine::{Door, MetricQuery, Request, Session, default_grain};

const REPEATS: usize = 5;

async fn answer(session: &Session, name: &str, query: &MetricQuery) -> f64 {
    let started = Instant::now();
    session.metric(name, query).await.unwrap_or_else(|error| panic!("{name}: {error}"));
    started.elapsed().as_secs_f64() * 1000.0
}

#[tokio::main]
async fn main() {
    let folder = tempfile::tempdir().unwrap();
    let engine = world::open("ci", folder.path()).await;
    let session = engine.session(Request::new("bench", Door::Cli));
    let scan = world::scan(&session, REPEATS).await;
    println!("peer {scan:.1} ms: {}\n{:<28}{:>12}{:>12}", world::PEER, "metric", "first/peer", "again/peer");
    for metric in engine.registry().metrics() {
        let query = MetricQuery { grain: default_grain(metric), ..MetricQuery::default() };
        let first = answer(&session, &metric.name, &query).await;
        let again = answer(&session, &metric.name, &query).await;
        println!("{:<28}{:>12.2}{:>12.3}", metric.name, first / scan, again / scan);
    }
}
