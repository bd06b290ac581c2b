//! `gaugeglass init` on a folder of logs: what it writes is accepted and serves without an edit.

use std::path::{Path, PathBuf};

use gaugeglass_tests::{Output, rows, run, run_in, serve, world};

/// Copies a folder of the world below `place`.
fn copy(from: &Path, place: &Path) {
    std::fs::create_dir_all(place).unwrap();
    for entry in std::fs::read_dir(from).unwrap().map(|entry| entry.unwrap()) {
        match entry.path().is_dir() {
            true => copy(&entry.path(), &place.join(entry.file_name())),
            false => drop(std::fs::copy(entry.path(), place.join(entry.file_name())).unwrap()),
        }
    }
}

/// Everything in a folder with its size and time.
fn list(folder: &Path) -> Vec<String> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap()) {
        let about = entry.metadata().unwrap();
        found.push(format!("{} {} {:?}", entry.path().display(), about.len(), about.modified().unwrap()));
        if entry.path().is_dir() {
            found.extend(list(&entry.path()));
        }
    }
    found.sort();
    found
}

/// A folder as a new user has it: canonical Parquet, lines of JSON, and something else.
fn logs(folder: &Path) -> PathBuf {
    let logs = folder.join("lake");
    for log in ["events", "orders", "campaigns"] {
        copy(&world().join("logs").join(log), &logs.join(log));
    }
    copy(&world().join("ndjson/decisions"), &logs.join("raw/decisions"));
    std::fs::create_dir_all(logs.join("crm")).unwrap();
    std::fs::write(logs.join("crm/customers.csv"), "customer,signed_up\n1,2026-01-05\n2,2026-01-06\n").unwrap();
    logs
}

fn init(folder: &Path, arguments: &[&str]) -> Output {
    run_in(folder, &[&["init"], arguments].concat(), &[])
}

#[test]
fn what_is_written_is_accepted_and_serves_without_an_edit() {
    let folder = tempfile::tempdir().unwrap();
    let logs = logs(folder.path());
    let before = list(&logs);
    let written = init(folder.path(), &["lake"]);
    assert_eq!(written.code, 0, "{}", written.err);
    for shown in ["events/", "raw/decisions/", "not recognised", "What each audience can see now", "What missing logs would unlock"] {
        assert!(written.out.contains(shown), "{shown}: {}", written.out);
    }
    assert_eq!(list(&logs), before, "something was written to the logs");

    let config = folder.path().join("gaugeglass.toml");
    let config_text = std::fs::read_to_string(&config).unwrap();
    let config_argument = config.to_str().unwrap();
    let checked = run(&["check", "--config", config_argument]);
    assert_eq!(checked.code, 0, "{}{}\n{config_text}", checked.out, checked.err);

    // The world's own configuration reads the same files of the same logs.
    for log in ["events", "orders", "decisions", "campaigns"] {
        let sql = format!("select count(*) as n from logs.{log}");
        assert_eq!(rows(&config, &sql), rows(&world().join("gaugeglass.toml"), &sql), "{log}\n{config_text}");
    }
    let server = serve(&config, &[], &[]);
    assert_eq!(gaugeglass_tests::get(&server.http, "/readyz").status, 200);
}

#[test]
fn a_strange_folder_gets_the_skeleton_of_a_mapping_that_is_not_in_use() {
    let folder = tempfile::tempdir().unwrap();
    logs(folder.path());
    let written = init(folder.path(), &["lake"]);
    assert_eq!(written.code, 0, "{}", written.err);
    let skeleton = std::fs::read_to_string(folder.path().join("mappings/crm.sql")).unwrap();
    assert!(skeleton.contains("signed_up (text), filled in 2 of 2 rows") && skeleton.contains("from source"), "{skeleton}");
    let config = std::fs::read_to_string(folder.path().join("gaugeglass.toml")).unwrap();
    assert!(config.contains("# mapping = \"mappings/crm.sql\""), "{config}");
    assert!(!config.lines().any(|line| line.contains("crm") && !line.starts_with('#')), "{config}");
}

#[test]
fn nothing_is_overwritten_or_written_beside_the_logs() {
    let folder = tempfile::tempdir().unwrap();
    let logs = logs(folder.path());
    let before = list(&logs);
    for output in ["lake/gaugeglass.toml", "lake/crm/x.toml", "lake/new/x.toml"] {
        let refused = init(folder.path(), &["lake", "--output", output]);
        assert!(refused.code == 1 && refused.err.contains("--output"), "{}", refused.err);
    }
    assert_eq!(list(&logs), before);
    std::fs::write(folder.path().join("gaugeglass.toml"), "# mine\n").unwrap();
    let refused = init(folder.path(), &["lake"]);
    assert!(refused.code == 1 && refused.err.contains("--force"), "{}", refused.err);
    assert_eq!(std::fs::read_to_string(folder.path().join("gaugeglass.toml")).unwrap(), "# mine\n");
    assert_eq!(init(folder.path(), &["lake", "--force"]).code, 0);
}

#[test]
fn a_location_that_is_not_there_or_empty_is_told() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("empty")).unwrap();
    for (url, told) in [("nowhere", "there is no folder"), ("empty", "no file"), ("ftp://host/logs", "not understood")] {
        let refused = init(folder.path(), &[url]);
        assert!(refused.code == 1 && refused.err.contains(told), "{url}: {}", refused.err);
        assert!(!folder.path().join("gaugeglass.toml").exists());
    }
}

#[test]
fn three_vendors_beside_a_canonical_log_are_recognised_and_serve() {
    let folder = tempfile::tempdir().unwrap();
    let made = folder.path().join("made");
    let generated = run(&["demo", "--generate-only", "--vendors", "--tier", "ci", "--dir", made.to_str().unwrap()]);
    assert_eq!(generated.code, 0, "{}", generated.err);
    let lake = folder.path().join("lake");
    for vendor in ["segment", "sendgrid", "snowplow"] {
        copy(&made.join("vendors").join(vendor), &lake.join("raw").join(vendor));
    }
    copy(&made.join("logs/decisions"), &lake.join("decisions"));
    let before = list(&lake);
    let written = init(folder.path(), &["lake"]);
    assert_eq!(written.code, 0, "{}", written.err);

    let config = folder.path().join("gaugeglass.toml");
    let text = std::fs::read_to_string(&config).unwrap();
    for expected in ["mapping = \"segment\"", "mapping = \"sendgrid\"", "mapping = \"snowplow\"", "[logs.decisions]"] {
        assert!(text.contains(expected), "{expected}\n{text}");
    }
    let checked = run(&["check", "--config", config.to_str().unwrap()]);
    assert_eq!(checked.code, 0, "{}{}", checked.out, checked.err);
    for log in ["events", "orders", "deliveries", "exposures", "decisions"] {
        let found = rows(&config, &format!("select count(*) as n from logs.{log}"));
        assert!(found[0]["n"].as_i64().is_some_and(|n| n > 0), "{log}: {found}\n{text}");
    }
    let failed = rows(&config, "select log, error from meta.sources where state = 'failed'");
    assert_eq!(failed.as_array().unwrap().len(), 0, "{failed}");
    assert_eq!(list(&lake), before, "something was written to the logs");
}
