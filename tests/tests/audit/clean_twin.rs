//! No alarm without a cause: in the world without defects, the checks of what was mended find nothing.
//!
//! The value is held against the passing mark, not its bound: of a few hundred orders no interval is narrow enough to pass.

use std::path::{Path, PathBuf};

use gaugeglass_demo::{Defects, Tier, World, generate};
use gaugeglass_tests::{run, write_config};
use serde_json::Value;

/// Checks of data, clocks and consent whose defects are switched off together. What the plants put into approvals, identity,
/// timing and experiments is the world itself and stays; so does that its last day is quiet, which only late rows hide (S1).
const CLEANED: [&str; 10] = ["U1", "U2", "U3", "U4", "U5", "U6", "U8", "G4", "G5", "M5"];

/// A world of the smallest tier with these defects, and a configuration that reads it.
fn made(folder: &Path, defects: Defects) -> PathBuf {
    let world = World::new(Tier::named("ci").unwrap()).with_defects(defects);
    let summary = generate(&world, folder, &|_| ()).unwrap();
    let logs = summary.rows.keys().map(|log| format!("[logs.{log}]\nstore = \"lake\"\npath = \"{log}/\"\nformat = \"parquet\"\n"));
    let head = "as_of = \"2026-05-05T00:00:00Z\"\n[cache]\nurl = \"file:.gaugeglass\"\n[stores.lake]\nurl = \"file:logs\"\n";
    write_config(folder, &format!("{head}{}", logs.collect::<String>()))
}

fn findings(config: &Path) -> Vec<Value> {
    let output = run(&["audit", "--format", "json", "--limits-query-time-ms-max", "300000", "--config", config.to_str().unwrap()]);
    assert!([0, 2].contains(&output.code), "{}", output.err);
    let audit: Value = serde_json::from_str(&output.out).unwrap();
    audit["findings"].as_array().unwrap().clone()
}

/// Whether the value is where the check passes; what is unknown is not.
fn is_well(finding: &Value) -> bool {
    let (pass, fail) = (finding["pass"].as_f64().unwrap(), finding["fail"].as_f64().unwrap());
    let value = finding["value"].as_f64().filter(|_| finding["status"] != "unknown" && finding["status"] != "fail");
    value.is_some_and(|value| if pass > fail { value >= pass } else { value <= pass })
}

#[test]
fn the_clean_twin_has_no_finding_of_what_was_cleaned() {
    let folder = tempfile::tempdir().unwrap();
    let found = findings(&made(folder.path(), Defects::clean()));
    let cleaned: Vec<&Value> = found.iter().filter(|finding| CLEANED.iter().any(|id| finding["id"] == *id)).collect();
    assert_eq!(cleaned.len(), CLEANED.len());
    let wrong: Vec<String> = cleaned
        .into_iter()
        .filter(|finding| !is_well(finding))
        .map(|finding| format!("{} {}: {} {}", finding["id"], finding["status"], finding["value"], finding["why"]))
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}
