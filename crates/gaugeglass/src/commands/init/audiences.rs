//! What each audience sees with the logs that are there, and what a missing log would add.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use gaugeglass_metrics::{Family, Registry};

use super::few;

/// Who asks, what for, and the families of metrics that answer.
const AUDIENCES: [(&str, &str, &[Family]); 3] = [
    ("executives", "does it work for customers", &[Family::Customer]),
    ("analysts", "every metric, sliced and by SQL", &[Family::Customer, Family::Operational, Family::Links]),
    ("engineers", "does the machinery work", &[Family::Operational]),
];
const NAMES_MAX: usize = 6;

/// Both lists in words.
pub fn told(registry: &Registry, present: &BTreeSet<&str>) -> String {
    let missing = missing(registry, present);
    let mut text = String::from("What each audience can see now\n");
    for (audience, question, families) in AUDIENCES {
        let of_theirs: Vec<&str> =
            registry.metrics().filter(|metric| families.contains(&metric.family)).map(|metric| metric.name.as_str()).collect();
        let seen: Vec<String> = of_theirs.iter().filter(|name| missing[**name].is_empty()).map(|name| (*name).to_owned()).collect();
        let names = if seen.is_empty() { String::new() } else { format!(": {}", few(&seen, NAMES_MAX)) };
        // Writing to a String does not fail.
        let _ = writeln!(text, "  {audience:<11} {:>2} of {:>2} metrics ({question}){names}", seen.len(), of_theirs.len());
    }
    let checks = registry.checks().iter().filter(|check| logs_of(registry, &check.inputs).iter().all(|log| present.contains(log.as_str())));
    let _ =
        writeln!(text, "  leadership  {:>2} of {:>2} readiness checks (which gap holds it back)", checks.count(), registry.checks().len());
    text + &unlocks(&missing)
}

/// The logs that each metric lacks.
fn missing<'a>(registry: &'a Registry, present: &BTreeSet<&str>) -> BTreeMap<&'a str, BTreeSet<String>> {
    let lacks = |inputs: &[String]| logs_of(registry, inputs).into_iter().filter(|log| !present.contains(log.as_str())).collect();
    registry.metrics().map(|metric| (metric.name.as_str(), lacks(&metric.inputs))).collect()
}

/// Logs by name, those that models read included.
fn logs_of(registry: &Registry, inputs: &[String]) -> BTreeSet<String> {
    let mut logs = BTreeSet::new();
    for input in inputs {
        match input.split_once('.') {
            Some(("logs", log)) => {
                logs.insert(log.to_owned());
            }
            Some(("model", name)) => logs.extend(registry.model(name).map(|model| logs_of(registry, &model.inputs)).unwrap_or_default()),
            _ => {}
        }
    }
    logs
}

fn unlocks(missing: &BTreeMap<&str, BTreeSet<String>>) -> String {
    let mut by_logs: BTreeMap<&BTreeSet<String>, Vec<String>> = BTreeMap::new();
    for (metric, logs) in missing.iter().filter(|(_, logs)| !logs.is_empty()) {
        by_logs.entry(logs).or_default().push((*metric).to_owned());
    }
    if by_logs.is_empty() {
        return String::from("\nNo log is missing for any metric\n");
    }
    let mut sets: Vec<_> = by_logs.into_iter().collect();
    sets.sort_by(|a, b| (a.0.len(), b.1.len()).cmp(&(b.0.len(), a.1.len())).then(a.0.cmp(b.0)));
    let mut text = String::from("\nWhat missing logs would unlock\n");
    for (logs, metrics) in sets {
        let logs = logs.iter().map(String::as_str).collect::<Vec<_>>().join(" + ");
        let _ = writeln!(text, "  {logs}: {}", few(&metrics, NAMES_MAX));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_log_that_a_metric_or_its_models_read_is_needed() {
        let registry = Registry::embedded();
        let all: BTreeSet<&str> = gaugeglass_logs::logs().iter().map(|log| log.name).collect();
        assert!(missing(&registry, &all).values().all(BTreeSet::is_empty));
        let none = missing(&registry, &BTreeSet::new());
        assert!(none.values().all(|logs| logs.iter().all(|log| all.contains(log.as_str()))));
        assert!(none["conversion_rate"].contains("events"), "{:?}", none["conversion_rate"]);
    }

    #[test]
    fn the_words_name_what_is_seen_and_what_is_missing() {
        let registry = Registry::embedded();
        let told = told(&registry, &BTreeSet::from(["events"]));
        assert!(told.contains("executives") && told.contains("What missing logs would unlock") && told.contains("  orders: "), "{told}");
    }
}
