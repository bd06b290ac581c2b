//! How long a page takes to its last byte, warm and as a browser asks for it, beside a plain scan of the largest log.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a benchmark that cannot run stops")]

mod asked;
mod served;
#[path = "../world.rs"]
mod world;

use asked::Asked;
use gaugeglass_engine::{Door, Request};

const TIER: &str = "GAUGEGLASS_BENCH_TIER";
const TIER_DEFAULT: &str = "demo";
/// Looks at each page that count, after one that warms it.
const LOOKS: usize = 21;
const KIB: f64 = 1024.0;

#[tokio::main(flavor = "multi_thread", worker_threads = 2)]
async fn main() {
    let tier = std::env::var(TIER).unwrap_or_else(|_| TIER_DEFAULT.into());
    let folder = tempfile::tempdir().unwrap();
    let engine = world::open(&tier, folder.path()).await;
    let scan = world::scan(&engine.session(Request::new("bench", Door::Cli)), LOOKS).await;
    let address = served::serve(engine).await;
    println!("`{TIER}={tier} cargo bench -p gaugeglass-benches --bench pages`: a scan takes {scan:.1} ms: {}\n", world::PEER);
    println!("| page | first, s | warm median, ms | warm worst, ms | median to scan | KiB compressed |");
    println!("|---|---:|---:|---:|---:|---:|");
    for page in served::pages() {
        let first = asked::whole(address, &page).await;
        let mut looks = Vec::with_capacity(LOOKS);
        for _ in 0..LOOKS {
            looks.push(asked::once(address, &page).await);
        }
        report(&page, first, &mut looks, scan);
    }
}

fn report(page: &str, first: f64, looks: &mut [Asked], scan: f64) {
    looks.sort_by(|one, other| one.ms.total_cmp(&other.ms));
    let (median, worst) = (&looks[looks.len() / 2], &looks[looks.len() - 1]);
    let weight = median.bytes as f64 / KIB;
    println!("| `{page}` | {first:.2} | {:.1} | {:.1} | {:.2} | {weight:.0} |", median.ms, worst.ms, median.ms / scan);
}
