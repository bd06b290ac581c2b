//! The files and documents that are written: metrics that can be read, and documents with the field's own figures.

use std::path::Path;

use super::{PROMISED, Promised, SELECTED, ZONE, entries, good_import, values};
use crate::diagnostic::Source;
use crate::openslo::{Body, Entry, Number, What, export, join};
use crate::tests::{metric_text, readable};
use crate::vocabulary::Unit;
use crate::{Exclusion, Family, Metric, Objective, Period, Registry, metric, parse_seconds};

/// The metric that an import writes.
fn written(text: &str) -> Metric {
    let import = good_import(text);
    let file = import.files.iter().find(|file| file.path.ends_with(".sql")).unwrap();
    let (folder, name) = file.path.trim_end_matches(".sql").split_once('/').unwrap();
    let family: Family = folder.parse().unwrap();
    metric::parse(&Source::new(file.path.as_str(), &file.text), family, name)
        .unwrap_or_else(|findings| panic!("{}\n{}", readable(&findings), file.text))
}

#[test]
fn a_promise_over_a_metric_is_that_metric_with_another_promise() {
    let registry = Registry::embedded();
    let base: &Metric = registry.metric("decision_slo").unwrap();
    let metric = written(&PROMISED.text());
    assert_eq!((metric.title.as_str(), metric.owner.as_str(), metric.family), ("decisions-in-time", "decisioning", Family::Operational));
    assert_eq!((&metric.sql, &metric.measures, &metric.dimensions), (&base.sql, &base.measures, &base.dimensions));
    let expected = Objective {
        objective: 0.995,
        window: 28 * 86_400,
        period: Period::Rolling,
        by: Vec::new(),
        good: "good".to_owned(),
        valid: "n".to_owned(),
        exclusions: Vec::new(),
    };
    assert_eq!(metric.slo, Some(expected));
    let share = |metric: &Metric| metric.parameters.iter().find(|parameter| parameter.name == "objective").unwrap().default.clone();
    assert_eq!((share(base).as_str(), share(&metric).as_str()), ("0.99", "0.995"));
    assert_eq!((base.target, metric.target), (Some(0.99), Some(0.995)));
}

#[test]
fn a_promise_by_the_name_of_its_metric_replaces_the_promise_of_that_metric() {
    let text = Promised { name: "decision-slo", ..PROMISED }.text();
    let What::Computed { path, .. } = &good_import(&text).outcomes[0].what else { panic!() };
    assert_eq!(path, "operational/decision_slo.sql");
    let metric = written(&text);
    assert_eq!(metric.title, Registry::embedded().metric("decision_slo").unwrap().title);
    assert_eq!(metric.slo.unwrap().objective, 0.995);
}

#[test]
fn a_promise_over_a_select_is_a_metric_whose_headline_is_the_share() {
    let metric = written(SELECTED);
    let words = (metric.title.as_str(), metric.owner.as_str(), metric.description.as_str());
    assert_eq!(words, ("First orders", "growth", "Enough new customers."));
    assert_eq!((metric.unit, metric.target, metric.time.as_deref()), (Unit::Ratio, Some(0.125), Some("placed_time")));
    assert_eq!((metric.measures, metric.has_interval), (vec!["good_share".to_owned(), "firsts".to_owned()], true));
    assert!(metric.sql.ends_with("where placed_time >= $from and placed_time < $to"), "{}", metric.sql);
    let slo = metric.slo.unwrap();
    assert_eq!((slo.period, slo.window, slo.by), (Period::Calendar, 30 * 86_400, vec!["channel".to_owned()]));
    let exclusion = Exclusion {
        from: "2026-02-01".to_owned(),
        to: "2026-02-03".to_owned(),
        who: "ada".to_owned(),
        why: "a move: data lost".to_owned(),
        when: "2026-02-04".to_owned(),
        slice: vec![("channel".to_owned(), "web".to_owned())],
    };
    assert_eq!(slo.exclusions, [exclusion]);
}

#[test]
fn words_that_would_end_the_front_matter_do_not() {
    let text = SELECTED.replace("Enough new customers.", "\"Not */ this /* nor\\n--- */\\nthat\"");
    assert_eq!(written(&text).description, "Not * / this / * nor\n--- * /\nthat");
}

/// A metric that promises, in a folder of its own.
fn registry_with(folder: &Path, slo: &str) -> Registry {
    let keys = format!("time: t\ndimensions: [channel]\nadditive: [orders, n]\nslo: {slo}\n");
    let text = metric_text(&keys, "select count(*) as orders, count(*) as n from logs.orders");
    std::fs::create_dir_all(folder.join("customer")).unwrap();
    std::fs::write(folder.join("customer/orders_kept.sql"), text).unwrap();
    let loaded = Registry::load(&[folder.to_owned()]);
    assert!(loaded.diagnostics.is_empty(), "{}", readable(&loaded.diagnostics));
    loaded.registry
}

fn exported(slo: &str) -> (Registry, Vec<Entry>) {
    let folder = tempfile::tempdir().unwrap();
    let registry = registry_with(folder.path(), slo);
    let export = export(&registry, &[], &["orders-kept".to_owned()], ZONE).unwrap();
    let documents = entries(&join(export.documents.iter().map(String::as_str)));
    (registry, documents)
}

fn thresholds(documents: &[Entry]) -> Vec<(String, f64, String, String)> {
    documents
        .iter()
        .filter_map(|entry| match &entry.document.body {
            Body::AlertCondition(spec) => {
                let after = spec.condition.alert_after.as_ref().unwrap().as_str().to_owned();
                Some((spec.severity.clone(), spec.condition.threshold.as_f64(), spec.condition.lookback_window.as_str().to_owned(), after))
            }
            _ => None,
        })
        .collect()
}

#[test]
fn alerts_have_the_burn_rates_of_the_workbook() {
    let (_, documents) = exported("{objective: 0.99, window: 30d, good: orders, valid: n}");
    let expected = [("page", 14.4, "1h", "5m"), ("page", 6.0, "6h", "30m"), ("ticket", 3.0, "1d", "2h"), ("ticket", 1.0, "3d", "6h")];
    let expected = expected.map(|(severity, burn, long, short)| (severity.to_owned(), burn, long.to_owned(), short.to_owned()));
    assert_eq!(thresholds(&documents), expected);
    let (_, documents) = exported("{objective: 0.99, window: 7d, good: orders, valid: n}");
    let burns: Vec<f64> = thresholds(&documents).into_iter().map(|(_, burn, ..)| burn).collect();
    // 2 %, 5 %, 10 % and 10 % of 168 hours within 1, 6, 24 and 72.
    assert_eq!(burns, [3.36, 1.4, 0.7, 0.233333]);
}

#[test]
fn alerts_are_those_that_are_judged_here() {
    let (registry, documents) = exported("{objective: 0.99, window: 30d, good: orders, valid: n}");
    let rules = registry.model("burn_rules").unwrap().sql.as_str();
    let thresholds = thresholds(&documents);
    for (severity, burn, long, short) in &thresholds {
        let [long_s, short_s] = [long, short].map(|window| parse_seconds(window).unwrap());
        let spent = (burn * long_s as f64 / (30 * 86_400) as f64 * 1e6).round() / 1e6;
        let rule = format!("('{severity}', '{long}/{short}', {long_s}, {short_s}, {spent})");
        assert!(rules.contains(&rule), "{rule} is not in:\n{rules}");
    }
    assert_eq!(rules.matches("('").count(), thresholds.len(), "{rules}");
}

#[test]
fn a_promise_is_exported_with_all_that_it_names() {
    let (_, documents) = exported("{objective: 0.99, window: 30d, good: orders, valid: n}");
    let titles: Vec<String> = documents.iter().map(Entry::title).collect();
    assert_eq!(titles[..2], ["Service `shop`", "AlertNotificationTarget `shop`"]);
    assert_eq!((titles.len(), titles[10].as_str()), (11, "SLO `orders-kept`"));
    let slo = documents[10].slo().unwrap();
    assert_eq!((slo.service.as_str(), slo.objectives[0].target), ("shop", Some(Number::Float(0.99))));
    let yaml = documents[10].document.to_yaml().unwrap();
    let policies = ["1h", "6h", "1d", "3d"].map(|long| format!("alertPolicyRef: orders-kept-burn-{long}"));
    assert!(policies.iter().all(|policy| yaml.contains(policy)), "{yaml}");
    assert!(titles.contains(&"AlertPolicy `orders-kept-burn-6h`".to_owned()));
}

#[test]
fn every_kind_of_promise_comes_back_as_it_was() {
    let exclusion = "{from: 2026-02-01, to: 2026-02-01T12:00:00Z, who: ada, why: 'no: \"data\"', when: 2026-02-04}";
    let promises = [
        "{objective: 0.999, window: 1d, good: orders, valid: n}".to_owned(),
        "{objective: 0.5, window: 36h, good: orders, valid: n}".to_owned(),
        "{objective: 0.99, period: calendar, good: n, valid: orders}".to_owned(),
        "{objective: 0.99, period: calendar, window: 31d, by: [channel], good: orders, valid: n}".to_owned(),
        format!("{{objective: 0.99995, window: 90d, good: orders, valid: n, exclusions: [{exclusion}]}}"),
    ];
    for slo in promises {
        let (registry, documents) = exported(&slo);
        let import = crate::openslo::import(&documents, &[], &registry, ZONE).unwrap_or_else(|found| panic!("{}", readable(&found)));
        let what = &import.outcomes[10].what;
        assert!(matches!(what, What::ComputedAlready(name) if name == "orders_kept"), "{slo}: {what:?}");
        let stream = join(documents.iter().map(|entry| entry.text.as_str()));
        assert_eq!(values(&stream).len(), 11);
    }
}

#[test]
fn long_names_stay_names_and_stay_apart() {
    let folder = tempfile::tempdir().unwrap();
    registry_with(folder.path(), "{objective: 0.99, window: 30d, good: orders, valid: n}");
    let file = std::fs::read_to_string(folder.path().join("customer/orders_kept.sql")).unwrap();
    for ending in ["a", "b"] {
        std::fs::write(folder.path().join(format!("customer/{}_{ending}.sql", "x".repeat(80))), &file).unwrap();
    }
    let registry = Registry::load(&[folder.path().to_owned()]).registry;
    let export = export(&registry, &[], &[], ZONE).unwrap();
    let documents = entries(&join(export.documents.iter().map(String::as_str)));
    let long = documents.iter().filter(|entry| entry.slo().is_some() && entry.document.metadata.name.starts_with("xxx")).count();
    assert_eq!(long, 2);
}
