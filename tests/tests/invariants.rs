//! The invariants of `crates/README.md`: edges between crates, one version of what must be one, a fixed top level.

use std::collections::BTreeSet;

use gaugeglass_tests::{root, text};

/// The direct dependencies of a crate, dev-dependencies left out.
fn dependencies(name: &str) -> BTreeSet<String> {
    let manifest: toml::Table = text(&format!("crates/{name}/Cargo.toml")).parse().unwrap();
    manifest["dependencies"].as_table().unwrap().keys().cloned().collect()
}

fn crates() -> Vec<String> {
    let folders = std::fs::read_dir(root().join("crates")).unwrap().map(|entry| entry.unwrap());
    let names: Vec<String> = folders.filter(|entry| entry.path().is_dir()).map(|entry| entry.file_name().into_string().unwrap()).collect();
    assert!(!names.is_empty());
    names
}

#[test]
fn only_functions_and_engine_name_datafusion() {
    for name in crates() {
        let names_it = dependencies(&name).iter().any(|dependency| dependency.starts_with("datafusion"));
        let may = ["gaugeglass-functions", "gaugeglass-engine"].contains(&name.as_str());
        assert!(!names_it || may, "{name} names DataFusion");
    }
}

#[test]
fn every_edge_between_crates_is_on_the_map() {
    let allowed = [
        ("gaugeglass-logs", &[][..]),
        ("gaugeglass-functions", &[]),
        ("gaugeglass-metrics", &[]),
        ("gaugeglass-engine", &["gaugeglass-functions", "gaugeglass-logs", "gaugeglass-metrics"]),
        ("gaugeglass-flight", &["gaugeglass-engine"]),
        ("gaugeglass-dashboards", &["gaugeglass-engine", "gaugeglass-metrics"]),
        ("gaugeglass-demo", &["gaugeglass-logs"]),
        (
            "gaugeglass",
            &[
                "gaugeglass-dashboards",
                "gaugeglass-demo",
                "gaugeglass-engine",
                "gaugeglass-flight",
                "gaugeglass-logs",
                "gaugeglass-metrics",
            ],
        ),
    ];
    assert_eq!(crates().len(), allowed.len(), "a crate is missing from this test or from the workspace");
    for (name, edges) in allowed {
        for dependency in dependencies(name).iter().filter(|dependency| dependency.starts_with("gaugeglass")) {
            assert!(edges.contains(&dependency.as_str()), "{name} uses {dependency}, which the map does not allow");
        }
    }
}

#[test]
fn doors_do_not_know_each_other_and_definitions_know_no_network() {
    let forbidden = [
        ("gaugeglass-flight", &["axum", "askama", "plotters"][..]),
        ("gaugeglass-dashboards", &["tonic", "arrow-flight", "prost"]),
        ("gaugeglass-metrics", &["tokio", "object_store", "reqwest"]),
        ("gaugeglass-logs", &["tokio", "object_store", "reqwest"]),
    ];
    for (name, strangers) in forbidden {
        let own = dependencies(name);
        assert!(strangers.iter().all(|stranger| !own.contains(*stranger)), "{name}: {own:?}");
    }
}

#[test]
fn the_lock_file_holds_one_arrow_one_datafusion_one_object_store() {
    let lock: toml::Table = text("Cargo.lock").parse().unwrap();
    for name in ["arrow-array", "datafusion", "object_store"] {
        let found = lock["package"].as_array().unwrap().iter().filter(|package| package["name"].as_str() == Some(name)).count();
        assert_eq!(found, 1, "{name}");
    }
}

#[test]
fn the_top_level_is_as_designed() {
    let output = std::process::Command::new("git").args(["ls-files"]).current_dir(root()).output().unwrap();
    let listed = String::from_utf8(output.stdout).unwrap();
    let names: BTreeSet<&str> = listed.lines().filter_map(|path| path.split('/').next()).filter(|name| !name.starts_with('.')).collect();
    let designed = [
        "Cargo.lock",
        "Cargo.toml",
        "Dockerfile",
        "LICENSE",
        "README.md",
        "benches",
        "crates",
        "dashboards",
        "datasets",
        "docker-compose.yml",
        "queries",
        "tests",
    ];
    assert_eq!(names, designed.into_iter().collect());
}

#[test]
fn every_path_in_the_map_exists() {
    let map = text("crates/README.md");
    let paths: Vec<&str> = map
        .split('`')
        .filter(|part| part.contains('/') && !part.contains([' ', '?', '$', '*']))
        .filter(|part| !part.starts_with(['/', 'h']))
        .collect();
    assert!(paths.len() > 10, "{paths:?}");
    for path in paths {
        let candidates = [root().join(path), root().join("crates/gaugeglass-engine/src").join(path)];
        // `truth/` lies in a generated folder, not in the repository.
        assert!(path == "truth/" || candidates.iter().any(|candidate| candidate.exists()), "{path}");
    }
}
