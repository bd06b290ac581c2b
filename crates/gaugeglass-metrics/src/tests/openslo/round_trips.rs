//! Nothing that is written is lost: not by reading and writing anew, and not by importing and exporting.

use std::path::Path;

use super::{DOCUMENTS, PROMISED, Promised, SELECTED, ZONE, entries, good_import, values};
use crate::Registry;
use crate::openslo::{Entry, Export, What, export, join, read};
use crate::tests::readable;

#[test]
fn a_document_written_anew_is_the_same_document() {
    for entry in entries(DOCUMENTS) {
        let anew = entry.document.to_yaml().unwrap();
        assert_eq!(values(&anew), values(&entry.text), "{anew}");
    }
}

/// Every way to count a budget, over every kind of window, of every kind of indicator, with every kind of objective.
fn combinations() -> Vec<String> {
    let methods =
        [("Occurrences", ""), ("Timeslices", ", timeSliceTarget: 0.9, timeSliceWindow: 10m"), ("RatioTimeslices", ", timeSliceWindow: 5")];
    let windows = [
        "",
        "timeWindow: [{duration: 30d, isRolling: true}]",
        "timeWindow: [{duration: 12h}]",
        "timeWindow: [{duration: 1Y, calendar: {startTime: 2026-01-01 00:00:00, timeZone: UTC}}]",
        "timeWindow: [{duration: 1w, isRolling: false, calendar: {startTime: 2026-01-05 00:00:00, timeZone: Asia/Tokyo}}]",
    ];
    let source = "{metricSource: {type: T, spec: {query: 'a: \"b\" # c', list: [1, 1.0, \"1\"]}}}";
    let indicators = [
        ("indicatorRef: i".to_owned(), "", ""),
        (format!("indicator: {{spec: {{thresholdMetric: {source}}}}}"), "op: lt, value: -3, ", ""),
        (format!("indicator: {{metadata: {{name: i}}, spec: {{ratioMetric: {{good: {source}, total: {source}}}}}}}"), "", ""),
        (format!("indicator: {{spec: {{ratioMetric: {{counter: true, bad: {source}, total: {source}}}}}}}"), "", ""),
        (format!("indicator: {{spec: {{ratioMetric: {{rawType: success, raw: {source}}}}}}}"), "", ""),
        (String::new(), "", ", indicatorRef: i, compositeWeight: 2"),
    ];
    let mut texts = Vec::new();
    for (method, slices) in methods {
        for window in windows {
            for (indicator, before, after) in &indicators {
                for target in ["target: 0.5", "targetPercent: 99.95", "displayName: Good, target: 0"] {
                    texts.push(format!(
                        "apiVersion: openslo/v1\nkind: SLO\nmetadata: {{name: s{}}}\nspec:\n  service: a\n  {indicator}\n  {window}\n  \
                         budgetingMethod: {method}\n  objectives:\n  - {{{before}{target}{slices}{after}}}\n",
                        texts.len()
                    ));
                }
            }
        }
    }
    texts
}

#[test]
fn every_combination_of_the_specification_survives() {
    let texts = combinations();
    assert_eq!(texts.len(), 3 * 5 * 6 * 3);
    let stream = join(texts.iter().map(String::as_str));
    let read = entries(&stream);
    assert_eq!(read.len(), texts.len());
    for (entry, text) in read.iter().zip(&texts) {
        assert_eq!(values(&entry.document.to_yaml().unwrap()), values(text), "{text}");
        assert_eq!(values(&entry.text), values(text));
    }
}

const FLOW: &str = "{apiVersion: openslo/v1, kind: Service, metadata: {name: b}, spec: {}}";

#[test]
fn a_stream_taken_apart_and_put_together_says_the_same() {
    let streams = [
        DOCUMENTS.to_owned(),
        format!("# a\n---\n{}\n---\n# nothing\n---\n--- {FLOW}\n...\n# c\n{}...\n", service("a"), service("c")),
        format!("%YAML 1.2\n---\n{}...\n%YAML 1.2\n---\n{}", service("a"), service("b")),
        format!("{}---\n{}", service("a"), service("b")).replace('\n', "\r\n"),
        format!("{}  description: |\n    ---- no mark\n    --- nor this\n---\n{}", service("a").replace(" {}", ""), service("b")),
    ];
    for stream in streams {
        let read = entries(&stream);
        let again = join(read.iter().map(|entry| entry.text.as_str()));
        assert_eq!(values(&again), values(&stream), "{stream}\n=>\n{again}");
        assert_eq!(read.len(), values(&stream).len(), "{stream}");
        let backwards = join(read.iter().rev().map(|entry| entry.text.as_str()));
        assert_eq!(values(&backwards), values(&stream).into_iter().rev().collect::<Vec<_>>(), "{backwards}");
    }
}

fn service(name: &str) -> String {
    format!("apiVersion: openslo/v1\nkind: Service\nmetadata: {{name: {name}}}\nspec: {{}}\n")
}

/// Writes what an import gives; the registry and the documents of the folder then.
fn written(folder: &Path, text: &str) -> (Registry, Vec<Entry>) {
    for file in good_import(text).files {
        let path = folder.join(&file.path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, &file.text).unwrap();
    }
    reread(folder)
}

fn reread(folder: &Path) -> (Registry, Vec<Entry>) {
    let loaded = Registry::load(&[folder.to_owned()]);
    assert!(loaded.diagnostics.is_empty(), "{}", readable(&loaded.diagnostics));
    let files = std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().path()).filter(|path| path.is_file());
    let kept = files.flat_map(|path| read(path.to_str().unwrap(), &std::fs::read_to_string(&path).unwrap()).unwrap());
    (loaded.registry, kept.collect())
}

fn exported(registry: &Registry, kept: &[Entry], names: &[&str]) -> Export {
    let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
    export(registry, kept, &names, ZONE).unwrap()
}

#[test]
fn what_was_imported_is_exported() {
    let computed = PROMISED.text();
    let stream = join([DOCUMENTS, computed.as_str(), SELECTED]);
    let folder = tempfile::tempdir().unwrap();
    let (registry, kept) = written(folder.path(), &stream);
    let export = exported(&registry, &kept, &[]);
    assert_eq!(export.notes, Vec::<String>::new());
    let exported = values(&join(export.documents.iter().map(String::as_str)));
    let expected = values(&stream);
    assert_eq!(expected.len(), 15);
    for document in &expected {
        assert_eq!(exported.iter().filter(|other| *other == document).count(), 1, "{document:?}");
    }
}

#[test]
fn a_promise_changed_in_the_metric_changes_the_document_and_nothing_else_of_it() {
    let folder = tempfile::tempdir().unwrap();
    let (registry, kept) = written(folder.path(), &PROMISED.text());
    assert_eq!(exported(&registry, &kept, &["decisions-in-time"]).documents, [PROMISED.text()]);
    let path = folder.path().join("operational/decisions_in_time.sql");
    let file = std::fs::read_to_string(&path).unwrap();
    let changed = file.replace("objective: 0.995", "objective: 0.9").replace("window: 28d", "window: 7d");
    assert_ne!(file, changed, "{file}");
    std::fs::write(&path, changed).unwrap();
    let (registry, kept) = reread(folder.path());
    let export = exported(&registry, &kept, &["decisions_in_time"]);
    assert_eq!(export.notes.len(), 1);
    let documents = entries(&export.documents[0]);
    let (slo, metadata) = (documents[0].slo().unwrap(), &documents[0].document.metadata);
    assert_eq!(slo.objectives[0].share(), 0.9);
    assert_eq!(slo.indicator, entries(&PROMISED.text())[0].slo().unwrap().indicator, "what is counted has not changed");
    assert_eq!(slo.time_window.as_ref().unwrap()[0].duration.as_str(), "7d");
    assert_eq!(metadata, &entries(&PROMISED.text())[0].document.metadata);
}

#[test]
fn a_promise_exported_and_imported_is_the_promise_that_is_there() {
    let registry = Registry::embedded();
    let promises: Vec<&str> = registry.metrics().filter(|metric| metric.slo.is_some()).map(|metric| metric.name.as_str()).collect();
    assert!(promises.contains(&"decision_slo"), "{promises:?}");
    let stream = join(exported(&registry, &[], &[]).documents.iter().map(String::as_str));
    let import = good_import(&stream);
    let already = import.outcomes.iter().filter(|outcome| matches!(outcome.what, What::ComputedAlready(_))).count();
    assert_eq!(already, promises.len());
    assert!(import.files.iter().all(|file| file.path.ends_with(".openslo.yaml")));
}

#[test]
fn names_choose_what_is_exported() {
    let kept = entries(DOCUMENTS);
    let export = exported(&Registry::embedded(), &kept, &["fast-burn", "decision_slo"]);
    let documents = entries(&join(export.documents.iter().map(String::as_str)));
    let count = |kind: &str| documents.iter().filter(|entry| entry.document.kind() == kind).count();
    assert_eq!((count("SLO"), count("AlertPolicy"), count("AlertCondition"), count("Service")), (1, 4, 5, 1));
    assert_eq!(exported(&Registry::embedded(), &kept, &["decision-slow"]).unknown, ["decision-slow"]);
}

#[test]
fn a_kept_document_stands_over_a_metric_of_its_name() {
    let objective = "{target: 0.5, timeSliceTarget: 0.9, timeSliceWindow: 1m}";
    let text = Promised { name: "decision-slo", method: "Timeslices", objective, ..PROMISED }.text();
    let export = exported(&Registry::embedded(), &entries(&text), &["decision_slo"]);
    assert_eq!((export.documents, export.notes.len()), (vec![text], 1));
}
