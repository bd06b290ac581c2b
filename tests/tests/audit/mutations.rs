//! The audit of the audit: every known defect is noticed by the check that is there for it, and leaves no trace in the logs.

use std::collections::BTreeMap;
use std::path::Path;

use gaugeglass_metrics::Registry;
use gaugeglass_tests::{run, run_in, world, write_config};
use serde_json::Value;

use super::configuration;

fn tested(folder: &Path, more: &str) -> Value {
    let config = write_config(folder, &format!("{}\n{more}", configuration()));
    let arguments = ["audit", "--self-test", "--format", "json", "--limits-query-time-ms-max", "300000", "--config"];
    let output = run(&[&arguments[..], &[config.to_str().unwrap()]].concat());
    assert!([0, 2].contains(&output.code), "{}", output.err);
    serde_json::from_str(&output.out).unwrap()
}

/// Size and time of every file below a folder.
fn files(folder: &Path) -> BTreeMap<String, (u64, std::time::SystemTime)> {
    let mut found = BTreeMap::new();
    for entry in std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap()) {
        let metadata = entry.metadata().unwrap();
        match metadata.is_dir() {
            true => found.extend(files(&entry.path())),
            false => {
                found.insert(entry.path().display().to_string(), (metadata.len(), metadata.modified().unwrap()));
            }
        }
    }
    found
}

#[test]
fn twelve_known_defects_are_caught_and_the_logs_stay_as_they_are() {
    let folder = tempfile::tempdir().unwrap();
    let before = files(&world().join("logs"));
    let audit = tested(folder.path(), "");
    let trials = audit["trials"].as_array().unwrap();
    assert!(trials.len() >= 12 && trials.len() == Registry::embedded().mutations().len(), "{trials:#?}");
    let missed: Vec<&Value> = trials.iter().filter(|trial| trial["outcome"] != "caught").collect();
    assert!(missed.is_empty(), "{missed:#?}");
    assert_eq!(files(&world().join("logs")), before);
    // Nothing of a defect is left in what others see.
    let plain = run_in(folder.path(), &["audit", "--format", "json"], &[]);
    let plain: Value = serde_json::from_str(&plain.out).unwrap();
    assert_eq!(plain["findings"], audit["findings"]);
    assert_eq!(plain["trials"], Value::Array(Vec::new()));
}

#[test]
fn a_check_that_does_not_notice_is_an_error_and_scores_as_unknown() {
    let folder = tempfile::tempdir().unwrap();
    let blind = "/* ---\nid: U5\ndimension: U\ntitle: Blind\nseverity: critical\npass: 1\nfail: 0\nremediation: Open its eyes.\n--- */\n\
                 select 1.0 as value, count(*) as n from logs.orders\n";
    let harmless = "/* ---\ntitle: Nothing is wrong\ndescription: All rows stay.\nreplaces: logs.orders\ndetects: U5\n--- */\n\
                    select * from logs.orders\n";
    for (path, text) in [("readiness/order_reconciliation.sql", blind), ("mutations/nothing.sql", harmless)] {
        let file = folder.path().join("queries").join(path);
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        std::fs::write(file, text).unwrap();
    }
    let audit = tested(folder.path(), &format!("[queries]\nfolders = \"{}\"\n", folder.path().join("queries").display()));
    let finding = audit["findings"].as_array().unwrap().iter().find(|finding| finding["id"] == "U5").unwrap();
    assert_eq!((&finding["status"], &finding["score"]), (&Value::from("error"), &Value::from(0.0)), "{finding}");
    assert!(finding["why"].as_str().unwrap().contains("Nothing is wrong"), "{finding}");
    let trial = audit["trials"].as_array().unwrap().iter().find(|trial| trial["mutation"] == "nothing").unwrap();
    assert_eq!(trial["outcome"], "missed", "{trial}");
}
