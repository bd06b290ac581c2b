//! The promises of metrics as OpenSLO documents, and the documents that were kept.

use std::collections::BTreeSet;

use serde_saphyr::SerializeError;

use super::compute::computed;
use super::document::{Body, Document};
use super::generate;
use super::library::Library;
use super::name;
use super::read::Entry;
use super::sli::RatioMetric;
use super::slo::SloSpec;
use super::value::Number;
use crate::metric::Metric;
use crate::registry::Registry;
use crate::slo;

/// Documents to hand on, and what is to be said about them.
#[derive(Debug, Clone, Default)]
pub struct Export {
    /// Their texts, each document once. Those that were kept are as they were written.
    pub documents: Vec<String>,
    /// Names that were asked for and that nothing has.
    pub unknown: Vec<String>,
    /// Where a kept document and the metric of its name differ, and what was done.
    pub notes: Vec<String>,
}

/// Exports the promises of these names (of metrics or documents) and the kept documents of these names; all where none is
/// named.
pub fn export(registry: &Registry, kept: &[Entry], names: &[String], time_zone: &str) -> Result<Export, SerializeError> {
    let library = Library { entries: kept.iter().collect(), time_zone };
    let taken = kept.iter().map(|entry| key(&entry.document)).collect();
    let mut exporter = Exporter { registry, kept, library, taken, export: Export::default() };
    let wants = |own: &[&str]| names.is_empty() || names.iter().any(|name| own.contains(&name.as_str()));
    for metric in registry.metrics() {
        let (document, name) = (exporter.kept_slo(metric), name::of(&metric.name));
        let own = document.map_or(name.as_str(), |(entry, _)| entry.document.metadata.name.as_str());
        if let Some(objective) = metric.slo.as_ref().filter(|_| wants(&[metric.name.as_str(), own])) {
            exporter.metric(metric, objective, document)?;
        }
    }
    let has_promise = |entry: &Entry| entry.slo().is_some() && exporter.promised(entry);
    let rest = kept.iter().filter(|entry| !has_promise(entry) && wants(&[entry.document.metadata.name.as_str()]));
    let rest: Vec<String> = rest.map(|entry| entry.text.clone()).collect();
    let mut export = exporter.export;
    export.documents.extend(rest);
    export.unknown = names.iter().filter(|name| !is_known(name, registry, kept)).cloned().collect();
    Ok(export)
}

fn key(document: &Document) -> (String, String) {
    (document.kind().to_owned(), document.metadata.name.clone())
}

fn is_known(name: &str, registry: &Registry, kept: &[Entry]) -> bool {
    let is_promise = |metric: &Metric| metric.slo.is_some() && (metric.name == name || name::of(&metric.name) == name);
    registry.metrics().any(|metric| is_promise(metric)) || kept.iter().any(|entry| entry.document.metadata.name == name)
}

/// An export in the making.
struct Exporter<'a> {
    registry: &'a Registry,
    kept: &'a [Entry],
    library: Library<'a>,
    /// Kind and name of every document that there is.
    taken: BTreeSet<(String, String)>,
    export: Export,
}

impl<'a> Exporter<'a> {
    /// The kept document whose metric this would be.
    fn kept_slo(&self, metric: &Metric) -> Option<(&'a Entry, &'a SloSpec)> {
        let is_named = |entry: &&Entry| name::metric(&entry.document.metadata.name) == metric.name;
        self.kept.iter().filter(is_named).find_map(|entry| Some((entry, entry.slo()?)))
    }

    /// Whether the metric of a kept document makes a promise.
    fn promised(&self, entry: &Entry) -> bool {
        self.registry.metric(&name::metric(&entry.document.metadata.name)).is_some_and(|metric| metric.slo.is_some())
    }

    fn metric(&mut self, metric: &Metric, objective: &slo::Objective, kept: Option<(&Entry, &SloSpec)>) -> Result<(), SerializeError> {
        if let Some((entry, slo)) = kept {
            let text = self.again(entry, slo, metric, objective)?;
            self.export.documents.push(text);
            return Ok(());
        }
        for document in generate::documents(metric, objective, self.library.time_zone) {
            if self.taken.insert(key(&document)) {
                self.export.documents.push(document.to_yaml()?);
            }
        }
        Ok(())
    }

    /// A kept document: as it was written, unless its metric promises something else by now.
    fn again(&mut self, entry: &Entry, slo: &SloSpec, metric: &Metric, objective: &slo::Objective) -> Result<String, SerializeError> {
        match computed(entry, slo, &self.library, self.registry) {
            Ok(computed) if computed.metric.slo.as_ref() == Some(objective) && computed.metric.sql == metric.sql => Ok(entry.text.clone()),
            Ok(computed) => {
                self.export.notes.push(format!("{} is exported as {} has it by now, not as it was kept", entry.title(), metric.path));
                amended(entry, slo, &computed.metric, metric, self.library.time_zone).to_yaml()
            }
            Err(_) => {
                self.export.notes.push(format!("{} is exported as it was kept; the promise of {} is another", entry.title(), metric.path));
                Ok(entry.text.clone())
            }
        }
    }
}

/// A document with what a metric promises by now, where that differs from what it promised as the document has it.
fn amended(entry: &Entry, slo: &SloSpec, before: &Metric, now: &Metric, time_zone: &str) -> Document {
    let mut spec = slo.clone();
    if let (Some(kept), Some(objective)) = (&before.slo, &now.slo) {
        let (old, new) = (generate::spec(before, kept, time_zone), generate::spec(now, objective, time_zone));
        if ratio(&old) != ratio(&new) || before.sql != now.sql {
            (spec.indicator, spec.indicator_ref) = (new.indicator, None);
        }
        if old.time_window != new.time_window {
            spec.time_window = new.time_window;
        }
        for promised in spec.objectives.iter_mut().filter(|promised| promised.share() != objective.objective) {
            (promised.target, promised.target_percent) = (Some(Number::Float(objective.objective)), None);
        }
    }
    Document { body: Body::Slo(Box::new(spec)), ..entry.document.clone() }
}

fn ratio(spec: &SloSpec) -> Option<&RatioMetric> {
    spec.indicator.as_ref()?.spec.ratio_metric.as_ref()
}
