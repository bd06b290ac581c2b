//! Rows in are rows kept, copies and rows turned away, of every file: as an independent reader counts the files, and
//! as the world's own ledger of defects has it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use gaugeglass_tests::{python, python_available, rows, world, write_config};
use serde_json::Value;

/// What pyarrow counts in a folder of logs: `{log: {"files": {path: rows}, "copies": rows beyond one a key}}`.
fn counted(folder: &Path) -> Option<Value> {
    if !python_available() {
        eprintln!("skipped: no python3 to count the rows independently");
        return None;
    }
    Some(serde_json::from_str(&python("tests/clients/row_counts.py", &["logs", folder.to_str().unwrap()])).unwrap())
}

/// Copies that the generator planted, by log.
fn planted() -> BTreeMap<String, i64> {
    let ledger = world().join("truth/defect_ledger");
    serde_json::from_str(&python("tests/clients/row_counts.py", &["ledger", ledger.to_str().unwrap()])).unwrap()
}

fn accounts(config: &Path) -> Vec<Value> {
    rows(config, "select * from meta.files order by log, file").as_array().unwrap().clone()
}

fn whole(account: &Value, name: &str) -> i64 {
    account[name].as_i64().unwrap_or_else(|| panic!("{name}: {account}"))
}

/// The sum of a column over the files of a log.
fn sum(accounts: &[Value], log: &str, name: &str) -> i64 {
    accounts.iter().filter(|account| account["log"] == log).map(|account| whole(account, name)).sum()
}

fn assert_adds_up(accounts: &[Value]) {
    for account in accounts {
        let parts = ["rows_kept", "rows_duplicate", "rows_quarantined"].map(|part| whole(account, part));
        assert_eq!(whole(account, "rows_in"), parts.iter().sum::<i64>(), "{account}");
        assert_eq!(whole(account, "rows_read"), whole(account, "rows_in") + whole(account, "rows_skipped"), "{account}");
        assert_eq!(account["state"], "read", "{account}");
    }
}

#[test]
fn every_file_of_the_world_is_accounted_for_row_by_row() {
    let Some(counted) = counted(&world().join("logs")) else { return };
    let accounts = accounts(&world().join("gaugeglass.toml"));
    assert_adds_up(&accounts);
    let mut expected: BTreeMap<String, i64> = BTreeMap::new();
    for (log, of_log) in counted.as_object().unwrap() {
        for (file, rows) in of_log["files"].as_object().unwrap() {
            expected.insert(format!("{log}/{file}"), rows.as_i64().unwrap());
        }
    }
    let found: BTreeMap<String, i64> =
        accounts.iter().map(|account| (account["file"].as_str().unwrap().to_owned(), whole(account, "rows_in"))).collect();
    assert!(expected.len() > 900, "{}", expected.len());
    assert_eq!(found, expected);
}

#[test]
fn copies_are_as_many_as_were_planted() {
    let Some(counted) = counted(&world().join("logs")) else { return };
    let config = world().join("gaugeglass.toml");
    let (accounts, planted) = (accounts(&config), planted());
    assert!(planted.len() >= 7, "{planted:?}");
    for (log, of_log) in counted.as_object().unwrap() {
        let copies = sum(&accounts, log, "rows_duplicate");
        assert_eq!(copies, planted.get(log).copied().unwrap_or_default(), "{log}: planted");
        assert_eq!(Value::from(copies), of_log["copies"], "{log}: counted apart");
        let kept = rows(&config, &format!("select count(*) as n from logs.{log}"));
        assert_eq!(kept[0]["n"], sum(&accounts, log, "rows_kept"), "{log}");
    }
}

#[test]
fn the_same_facts_as_lines_have_the_same_accounts() {
    let folder = tempfile::tempdir().unwrap();
    let config = |store: &str, format: &str, name: &str| -> PathBuf {
        let place = folder.path().join(name);
        std::fs::create_dir_all(&place).unwrap();
        let url = world().join(store);
        let text = format!(
            "[stores.lake]\nurl = \"file:{}\"\n[logs.decisions]\nstore = \"lake\"\npath = \"decisions/\"\nformat = \"{format}\"\n",
            url.display()
        );
        write_config(&place, &text)
    };
    let by_day = |config: &Path| -> Vec<(String, Vec<i64>)> {
        let accounts = accounts(config);
        assert_adds_up(&accounts);
        let columns = ["rows_in", "rows_kept", "rows_duplicate", "rows_quarantined"];
        accounts.iter().map(|account| (account["ingest_dt"].to_string(), columns.map(|name| whole(account, name)).into())).collect()
    };
    let lines = by_day(&config("ndjson", "ndjson", "lines"));
    assert!(lines.len() > 100);
    assert_eq!(lines, by_day(&config("logs", "parquet", "columns")));
}
