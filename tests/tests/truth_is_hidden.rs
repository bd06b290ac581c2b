//! The demo's truth lies beside its logs, and no query can reach it.

use gaugeglass_tests::{get, run, serve, world, write_config};

#[test]
fn no_statement_reads_the_truth() {
    let config = world().join("gaugeglass.toml");
    assert!(world().join("truth/truth.json").exists());
    let truth = world().join("truth");
    let attempts = [
        "select * from truth.persons".to_owned(),
        "select * from logs.truth".to_owned(),
        format!("select * from '{}/persons/part-0000.parquet'", truth.display()),
        format!("select * from 'file://{}/truth.json'", truth.display()),
        "select * from 'gaugeglass-cache://cache/../truth/truth.json'".to_owned(),
        format!("create external table t stored as parquet location '{}'", truth.display()),
        format!("copy (select 1) to '{}/x.csv'", truth.display()),
        format!("select * from read_parquet('{}')", truth.display()),
    ];
    for sql in attempts {
        let output = run(&["query", &sql, "--config", config.to_str().unwrap()]);
        assert_eq!((output.code, output.out.as_str()), (1, ""), "{sql}");
    }
    assert!(!truth.join("x.csv").exists());
}

#[test]
fn a_path_of_a_log_cannot_climb_out_of_its_store() {
    let folder = tempfile::tempdir().unwrap();
    for path in ["../truth/persons/", "events/../../truth/persons/", "/../truth"] {
        let config = format!(
            "[stores.lake]\nurl = \"file:{}\"\n[logs.events]\nstore = \"lake\"\npath = \"{path}\"\nformat = \"parquet\"\n",
            world().join("logs").display()
        );
        let file = write_config(folder.path(), &config);
        let output = run(&["query", "select count(*) as n from logs.events", "--format", "csv", "--config", file.to_str().unwrap()]);
        assert!(output.code == 1 || output.out == "n\n0\n", "{path}: {} {}", output.out, output.err);
    }
}

#[test]
fn no_page_serves_the_truth() {
    let server = serve(&world().join("gaugeglass.toml"), &[], &[]);
    for path in ["/truth/truth.json", "/static/../truth/truth.json", "/m/../truth/truth.json", "/static/%2e%2e/truth/truth.json"] {
        assert_eq!(get(&server.http, path).status, 404, "{path}");
    }
}
