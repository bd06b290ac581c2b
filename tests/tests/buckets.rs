//! Logs in a bucket give the answers that the same logs in a folder give, and the bucket stays as it was.
//!
//! The buckets are real: servers on this machine speak the protocols of S3, Azure Blob Storage and Google Cloud Storage.

use std::path::{Path, PathBuf};

use gaugeglass_metrics::Registry;
use gaugeglass_tests::{Bucket, Output, Protocol, SECRET, WRONG_SECRET, assert_same, run, timeless, world, write_config};

/// The configuration of the world, its store at `url`, its cache in `folder`.
fn config_for(url: &str, folder: &Path) -> PathBuf {
    let text = std::fs::read_to_string(world().join("gaugeglass.toml")).unwrap();
    let elsewhere = text.replace("url = \"file:logs\"", &format!("url = \"{url}\""));
    assert_ne!(text, elsewhere);
    write_config(folder, &elsewhere)
}

fn logs() -> Vec<String> {
    let config: toml::Table = std::fs::read_to_string(world().join("gaugeglass.toml")).unwrap().parse().unwrap();
    config["logs"].as_table().unwrap().keys().cloned().collect()
}

/// What must not depend on where the logs lie, in few words.
fn few_questions() -> Vec<Vec<String>> {
    let counts: Vec<String> = logs().iter().map(|log| format!("select '{log}' as log, count(*) as n from logs.{log}")).collect();
    let ledger = "select log, file, ingest_dt, bytes, rows_in, rows_kept, rows_duplicate, rows_quarantined, state, error
                  from meta.files order by log, file";
    let quarantine = "select * from meta.quarantine order by log, file, row, column";
    let sql = [counts.join(" union all ") + " order by log", ledger.to_owned(), quarantine.to_owned()];
    let mut questions: Vec<Vec<String>> = sql.map(|sql| vec!["query".to_owned(), sql]).into();
    questions.push(vec!["audit".to_owned()]);
    questions
}

/// The few and every metric.
fn questions() -> Vec<Vec<String>> {
    let range = ["--grain", "total", "--from", "2026-01-05", "--to", "2026-05-05"].map(str::to_owned);
    let of_metric = |name: &str| [vec!["query".to_owned(), "--metric".to_owned(), name.to_owned()], range.to_vec()].concat();
    let registry = Registry::embedded();
    let metrics = registry.metrics().map(|metric| of_metric(&metric.name));
    few_questions().into_iter().chain(metrics).collect()
}

fn words<'a>(question: &'a [String], config: &'a Path) -> Vec<&'a str> {
    question.iter().map(String::as_str).chain(["--format", "json", "--config", config.to_str().unwrap()]).collect()
}

/// Asks both, and fails where an answer differs, a key is shown or the bucket is not as it was.
fn compare(protocol: Protocol, questions: Vec<Vec<String>>) {
    if !protocol.is_available() {
        return;
    }
    let bucket = Bucket::start(protocol);
    bucket.fill(&world().join("logs"), "programme/logs");
    let before = bucket.list();
    assert!(before.lines().count() > 500, "{before}");

    let (near, far) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let folder = config_for(&format!("file:{}", world().join("logs").display()), near.path());
    let store = config_for(&bucket.url("programme/logs"), far.path());
    for question in questions {
        let expected = run(&words(&question, &folder));
        let found = bucket.run(SECRET, &words(&question, &store));
        assert_eq!(found.code, expected.code, "{question:?}: {}", found.err);
        // Additions in parallel may differ in the last digits of a fraction.
        assert_same(&placeless(&found.out), &placeless(&expected.out), 1e-12, &question.join(" "));
        assert!(!(found.out + &found.err).contains(SECRET), "{question:?}");
    }
    assert_eq!(bucket.list(), before, "something was written to the bucket of the logs");
}

/// An answer without what names the objects that it was read from: those of a bucket are not those of a folder.
fn placeless(text: &str) -> serde_json::Value {
    let mut answer = timeless(text);
    forget_fingerprints(&mut answer);
    answer
}

fn forget_fingerprints(value: &mut serde_json::Value) {
    match value {
        serde_json::Value::Object(object) => {
            object.remove("fingerprint");
            object.values_mut().for_each(forget_fingerprints);
        }
        serde_json::Value::Array(items) => items.iter_mut().for_each(forget_fingerprints),
        _ => {}
    }
}

fn tell_a_wrong_secret(protocol: Protocol) {
    if !protocol.is_available() {
        return;
    }
    let bucket = Bucket::start(protocol);
    let folder = tempfile::tempdir().unwrap();
    let config = config_for(&bucket.url("programme/logs"), folder.path());
    let ask = |words: &[&str]| bucket.run(WRONG_SECRET, &[words, &["--config", config.to_str().unwrap()]].concat());
    let refused = ask(&["query", "select count(*) as n from logs.orders", "--telemetry-level", "trace"]);
    assert_eq!((refused.code, refused.out.as_str()), (1, ""));
    let told = refused.err.lines().last().unwrap();
    assert!(told.contains("logs.orders") && told.contains(&bucket.url("programme/logs")) && told.contains("credentials"), "{told}");
    let sources = ask(&["query", "select log, state, error from meta.sources", "--format", "json"]);
    are_all_failed(&sources);
    for output in [refused, sources] {
        for secret in [WRONG_SECRET, SECRET] {
            assert!(!output.out.contains(secret) && !output.err.contains(secret));
        }
    }
}

fn are_all_failed(sources: &Output) {
    let answer = timeless(&sources.out);
    let rows = answer["rows"].as_array().unwrap();
    assert_eq!(rows.len(), logs().len());
    let is_failed =
        |row: &serde_json::Value| row["state"] == "failed" && row["error"].as_str().is_some_and(|error| error.contains("credentials"));
    assert!(rows.iter().all(is_failed), "{answer}");
}

#[test]
fn an_s3_bucket_answers_as_a_folder_does_and_stays_as_it_was() {
    let questions = questions();
    assert!(questions.len() > 10);
    compare(Protocol::S3, questions);
}

#[test]
fn an_azure_container_answers_as_a_folder_does_and_stays_as_it_was() {
    compare(Protocol::Azure, few_questions());
}

#[test]
fn a_google_bucket_answers_as_a_folder_does_and_stays_as_it_was() {
    compare(Protocol::Google, few_questions());
}

#[test]
fn a_wrong_secret_for_s3_is_told_and_never_printed() {
    tell_a_wrong_secret(Protocol::S3);
}

#[test]
fn a_wrong_key_for_azure_is_told_and_never_printed() {
    tell_a_wrong_secret(Protocol::Azure);
}

#[test]
fn a_key_in_a_url_is_refused_and_printed_nowhere() {
    let folder = tempfile::tempdir().unwrap();
    for url in [format!("s3://name:{SECRET}@acme/logs"), format!("az://acme/logs?sig={SECRET}")] {
        let config = config_for(&url, folder.path());
        let refused = run(&["query", "select 1", "--telemetry-level", "trace", "--config", config.to_str().unwrap()]);
        assert_eq!((refused.code, refused.out.as_str()), (1, ""));
        assert!(refused.err.contains("stores.lake.url") && !refused.err.contains(SECRET), "{}", refused.err);
    }
}
