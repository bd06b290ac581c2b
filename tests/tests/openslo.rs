//! Objectives come in as OpenSLO documents and go out again, by the command that users have.

use std::path::Path;

use gaugeglass_tests::{Output, run_in, text, world};
use serde_json::Value;

/// Two promises that are computed, one that is not, and what it belongs to.
const DOCUMENTS: &str = r#"# What we promise.
apiVersion: openslo/v1
kind: SLO
metadata:
  name: decisions-in-time
  labels: {team: [decisions, web]}
spec:
  service: decisioning
  indicator:
    spec:
      ratioMetric:
        good: {metricSource: {type: gaugeglass, spec: {metric: decision_slo, measure: good}}}
        total: {metricSource: {type: gaugeglass, spec: {measure: n}}}
  timeWindow: [{duration: 28d, isRolling: true}]
  budgetingMethod: Occurrences
  objectives: [{displayName: Most, targetPercent: 95}]
---
apiVersion: openslo/v1
kind: SLO
metadata: {name: first-orders}
spec:
  service: growth
  indicator:
    spec:
      ratioMetric:
        good:
          metricSource:
            type: gaugeglass
            spec:
              query: |
                select
                  sum(cast(is_first_order as bigint)) as firsts,
                  count(*) as n
                from model.orders
                where placed_time >= $from and placed_time < $to
              measure: firsts
              time: placed_time
              dimensions: [channel]
        total: {metricSource: {type: gaugeglass, spec: {measure: n}}}
  timeWindow: [{duration: 4w, isRolling: true}]
  budgetingMethod: Occurrences
  objectives: [{target: 0.1}]
---
apiVersion: openslo/v1
kind: SLO
metadata: {name: search-answers}
spec:
  service: web
  indicator:
    spec:
      ratioMetric:
        bad: {metricSource: {type: Prometheus, spec: {query: 'sum(failed{job="search"})'}}}
        total: {metricSource: {type: Prometheus, spec: {query: sum(all)}}}
  budgetingMethod: RatioTimeslices
  objectives: [{target: 0.99, timeSliceWindow: 1m}]
---
apiVersion: openslo/v1
kind: Service
metadata: {name: web, "x-owner": ada}
spec: {}
"#;

/// A folder with a file of documents.
fn folder(documents: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("slos.yaml"), documents).unwrap();
    folder
}

fn gaugeglass(folder: &Path, arguments: &[&str]) -> Output {
    let config = world().join("gaugeglass.toml");
    run_in(folder, &[arguments, &["--config", config.to_str().unwrap()]].concat(), &[])
}

fn import(folder: &Path) -> Output {
    gaugeglass(folder, &["slo", "import", "slos.yaml", "--dir", "ours"])
}

/// An import writes nothing, and this is why.
fn refuses(folder: &Path, why: &str) {
    let imported = import(folder);
    assert_eq!(imported.code, 1, "{}", imported.out);
    assert!(imported.err.contains(why), "{why} is not in:\n{}", imported.err);
}

/// A command over the configuration and the folder that was written to.
fn with_ours(folder: &Path, arguments: &[&str]) -> Output {
    let ours = folder.join("ours");
    gaugeglass(folder, &[arguments, &["--queries-folders", ours.to_str().unwrap()]].concat())
}

fn documents(stream: &str) -> Vec<Value> {
    serde_saphyr::from_multiple(stream).unwrap_or_else(|cause| panic!("{cause}\n{stream}"))
}

#[test]
fn an_import_plans_is_computed_and_goes_out_again_as_it_came() {
    let folder = folder(DOCUMENTS);
    let imported = import(folder.path());
    assert_eq!(imported.code, 0, "{}", imported.err);
    for told in [
        "SLO `decisions-in-time`: kept in ours/decisions-in-time.openslo.yaml",
        "computed by ours/operational/decisions_in_time.sql: 95 % of `n` are `good`, over 28d",
        "computed by ours/operational/first_orders.sql: 10 % of `n` are `firsts`, over 28d",
        "SLO `search-answers` is kept and not computed: its query is for `Prometheus`",
        "do: `Prometheus` goes on to compute it",
        "Service `web`: kept in ours/web.service.openslo.yaml",
    ] {
        assert!(imported.out.contains(told), "{told} is not in:\n{}", imported.out);
    }
    let check = with_ours(folder.path(), &["check"]);
    assert!(check.code == 0 && check.out.contains("all plan"), "{}{}", check.out, check.err);
    let metric = ["query", "--metric", "first_orders", "--grain", "total", "--format", "json"];
    let answer: Value = serde_json::from_str(&with_ours(folder.path(), &metric).out).unwrap();
    let row = &answer["rows"][0];
    let share = row["firsts"].as_f64().unwrap() / row["n"].as_f64().unwrap();
    assert!((row["good_share"].as_f64().unwrap() - share).abs() < 1e-12, "{row}");
    let exported = gaugeglass(folder.path(), &["slo", "export", "--dir", "ours"]);
    assert_eq!((exported.code, exported.err.as_str()), (0, ""));
    let out = documents(&exported.out);
    for document in documents(DOCUMENTS) {
        assert_eq!(out.iter().filter(|other| **other == document).count(), 1, "{document} is not in:\n{}", exported.out);
    }
    assert!(out.iter().any(|document| document["kind"] == "AlertPolicy"), "the built-in promise has alerts");
}

#[test]
fn nothing_is_overwritten() {
    let folder = folder(DOCUMENTS);
    assert_eq!(import(folder.path()).code, 0);
    let path = folder.path().join("ours/operational/first_orders.sql");
    let before = std::fs::read_to_string(&path).unwrap();
    refuses(folder.path(), "is kept in ours/first-orders.openslo.yaml already");
    std::fs::remove_file(folder.path().join("ours/first-orders.openslo.yaml")).unwrap();
    std::fs::write(folder.path().join("slos.yaml"), DOCUMENTS.split("---\n").nth(1).unwrap()).unwrap();
    refuses(folder.path(), "its metric would be `first_orders`, and there is one of that name");
    assert_eq!(std::fs::read_to_string(&path).unwrap(), before);
    let other = "apiVersion: openslo/v1\nkind: Service\nmetadata: {name: a}\nspec: {}\n";
    std::fs::write(folder.path().join("slos.yaml"), other).unwrap();
    std::fs::write(folder.path().join("ours/a.service.openslo.yaml"), other.replace("name: a", "name: b")).unwrap();
    refuses(folder.path(), "ours/a.service.openslo.yaml is there already and is not overwritten");
}

#[test]
fn nothing_is_written_to_a_log_location() {
    let folder = folder(DOCUMENTS);
    let logs = world().join("logs");
    for inside in [logs.clone(), logs.join("ours")] {
        let imported = gaugeglass(folder.path(), &["slo", "import", "slos.yaml", "--dir", inside.to_str().unwrap()]);
        assert!(imported.code == 1 && imported.err.contains("lies within the logs"), "{}", imported.err);
    }
    assert!(!logs.join("ours").exists() && !logs.join("operational").exists());
}

#[test]
fn nothing_is_written_outside_the_folder() {
    let folder = folder(DOCUMENTS);
    let outside = folder.path().join("outside");
    std::fs::create_dir_all(&outside).unwrap();
    std::fs::create_dir_all(folder.path().join("ours")).unwrap();
    std::os::unix::fs::symlink(&outside, folder.path().join("ours/operational")).unwrap();
    refuses(folder.path(), "leads out of the folder by a link");
    assert_eq!(std::fs::read_dir(&outside).unwrap().count(), 0);
    assert_eq!(std::fs::read_dir(folder.path().join("ours")).unwrap().count(), 1, "the link alone");
    let named = DOCUMENTS.replace("name: web", "name: ../../web");
    std::fs::write(folder.path().join("slos.yaml"), named).unwrap();
    refuses(folder.path(), "`../../web` is not a name");
}

#[test]
fn mistakes_are_told_at_their_place_and_nothing_is_written() {
    let cases = [
        ("RatioTimeslices", "RatioTimeslice", "slos.yaml:54:20: unknown budgeting method `RatioTimeslice`", "did you mean"),
        ("metric: decision_slo", "metric: decision_sol", "slos.yaml:12:64: no metric is named `decision_sol`", "`decision_slo`"),
        ("count(*) as n", "count(*) as", "slos.yaml:34:22: SQL: ", "found: model"),
        ("name: web", "nam: web", "slos.yaml:59:11: missing key `name`", "name the document"),
    ];
    for (from, to, told, help) in cases {
        let folder = folder(&DOCUMENTS.replace(from, to));
        let imported = import(folder.path());
        assert_eq!((imported.code, imported.out.as_str()), (1, ""), "{to}");
        assert!(imported.err.contains(told) && imported.err.contains(help), "{to}: {}", imported.err);
        assert!(imported.err.contains("error: nothing is imported from slos.yaml: 1 mistake above"), "{}", imported.err);
        assert!(!folder.path().join("ours").exists(), "{to}");
    }
}

#[test]
fn a_promise_is_exported_by_its_name() {
    let folder = folder(DOCUMENTS);
    let exported = gaugeglass(folder.path(), &["slo", "export", "decision_slo"]);
    assert_eq!(exported.code, 0, "{}", exported.err);
    let out = documents(&exported.out);
    let count = |kind: &str| out.iter().filter(|document| document["kind"] == kind).count();
    assert_eq!((count("SLO"), count("AlertPolicy"), count("AlertCondition"), count("Service")), (1, 4, 4, 1));
    let slo = out.iter().find(|document| document["kind"] == "SLO").unwrap();
    assert_eq!(slo["metadata"]["name"], "decision-slo");
    assert_eq!(slo["spec"]["objectives"][0]["target"], 0.99);
    let unknown = gaugeglass(folder.path(), &["slo", "export", "decision_sol"]);
    assert!(unknown.code == 1 && unknown.err.contains("did you mean `decision_slo`?"), "{}", unknown.err);
    let silent = gaugeglass(folder.path(), &["slo", "export", "freshness"]);
    assert!(silent.code == 1 && silent.err.contains("the metric `freshness` promises nothing"), "{}", silent.err);
}

#[test]
fn an_import_without_a_folder_asks_for_one() {
    let folder = folder(DOCUMENTS);
    let imported = gaugeglass(folder.path(), &["slo", "import", "slos.yaml"]);
    assert!(imported.code == 1 && imported.err.contains("--dir"), "{}", imported.err);
    let imported = gaugeglass(folder.path(), &["slo", "import", "none.yaml", "--dir", "ours"]);
    assert!(imported.code == 1 && imported.err.contains("none.yaml cannot be read"), "{}", imported.err);
}

/// The worked example of the page about queries is one that is computed.
#[test]
fn the_documents_of_the_page_are_imported() {
    let page = text("queries/README.md");
    let example = page.split("```yaml\napiVersion: openslo/v1").nth(1).unwrap().split("```").next().unwrap();
    let folder = folder(&format!("apiVersion: openslo/v1{example}"));
    let imported = import(folder.path());
    assert!(imported.code == 0 && imported.out.contains("computed by ours/"), "{}{}", imported.out, imported.err);
    let check = with_ours(folder.path(), &["check"]);
    assert_eq!(check.code, 0, "{}", check.out);
}
