//! What Lighthouse says of the pages that are looked at first.
//!
//! How fast a page is depends on the machine and on what else it does, so that score is printed and not judged.

use gaugeglass_tests::{chromium, get, node};
use serde_json::Value;

use crate::pages::site;

const PATHS: [&str; 3] = ["/", "/m/aov?from=2026-03-02&to=2026-05-04&grain=week", "/readiness"];
const SCORE_MIN: f64 = 0.95;

#[test]
fn lighthouse_finds_the_pages_accessible_and_well_made() {
    let Some(chromium) = chromium() else {
        eprintln!("skipped: no Chromium, or no Node.js with npm to drive it");
        return;
    };
    let server = site();
    // Figures are computed once, and from then on every answer is whole.
    for path in PATHS {
        get(&server.http, path);
    }
    let arguments: Vec<&str> = [chromium.to_str().unwrap(), server.http.as_str()].into_iter().chain(PATHS).collect();
    let reports: Vec<Value> = serde_json::from_str(&node("lighthouse.mjs", &arguments)).unwrap();
    assert_eq!(reports.len(), PATHS.len());
    for report in reports {
        println!("{}: {}", report["path"], report["scores"]);
        assert!(report["trouble"].is_null(), "{report}");
        for category in ["accessibility", "best-practices"] {
            assert!(report["scores"][category].as_f64().is_some_and(|score| score >= SCORE_MIN), "{category}: {report}");
        }
        assert!(report["scores"]["performance"].is_number(), "{report}");
    }
}
