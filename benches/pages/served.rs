//! The pages of a service, and the service.

use std::net::SocketAddr;
use std::path::Path;
use std::time::Duration;

use gaugeglass_dashboards::PageOptions;
use gaugeglass_engine::Engine;
use tokio::net::TcpListener;

/// Pages besides the dashboards.
const OTHERS: [&str; 5] = ["/readiness", "/catalog", "/sql", "/m/conversion_rate", "/m/decision_latency?by=use_case_id"];

/// Lets readers in; gives the address.
pub async fn serve(engine: Engine) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let options = PageOptions { flight_address: "127.0.0.1:50051".into(), dashboards: Vec::new(), patience: Duration::from_secs(4) };
    tokio::spawn(gaugeglass_dashboards::serve(listener, engine, options, std::future::pending()));
    address
}

/// Every dashboard, then the other pages.
pub fn pages() -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../dashboards");
    let files = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let layouts = files.filter(|file| file.extension().is_some_and(|ending| ending == "yaml"));
    let mut pages: Vec<String> = layouts.map(|file| format!("/d/{}", file.file_stem().unwrap().to_string_lossy())).collect();
    assert!(!pages.is_empty(), "no dashboards: wrong folder?");
    pages.sort();
    pages.extend(OTHERS.map(str::to_owned));
    pages
}
