//! Makes the metric that computes an SLO document.

use serde_saphyr::SerializeError;

use super::dialect::{Origin, Select};
use super::headline::headed;
use super::judge::promise;
use super::library::Library;
use super::metric_file::{self, Heading};
use super::name;
use super::promise::{Promise, Refusal};
use super::read::Entry;
use super::slo::SloSpec;
use crate::diagnostic::{Diagnostic, Source};
use crate::metric::{self, Metric};
use crate::nearest::suggestion;
use crate::registry::Registry;
use crate::vocabulary::Family;

/// The metric of a promise.
pub(crate) struct Computed {
    /// The metric, named after the document.
    pub metric: Metric,
    /// Its file.
    pub text: String,
    /// The metric whose measures it has, where it is not over a SELECT of its own.
    pub base: Option<String>,
    /// The promise in words.
    pub promise: String,
    /// Keys of the document that nothing reads.
    pub unread: Vec<String>,
}

/// The metric of an SLO document, or why there is none.
pub(crate) fn computed(entry: &Entry, slo: &SloSpec, library: &Library<'_>, registry: &Registry) -> Result<Computed, Refusal> {
    let promise = promise(entry, slo, library)?;
    let (text, family, base) = match &promise.counts.origin {
        Origin::Metric(base) => over_metric(entry, slo, &promise, base, registry)?,
        Origin::Select(select) => over_select(entry, slo, &promise, select)?,
    };
    let name = name::metric(&entry.document.metadata.name);
    let source = Source::new(format!("{family}/{name}.sql"), &text);
    let metric = metric::parse(&source, family, &name).map_err(|findings| refused(&promise, &findings))?;
    Ok(Computed { metric, text, base, promise: promise.words(), unread: promise.unread })
}

type Written = (String, Family, Option<String>);

fn over_metric(entry: &Entry, slo: &SloSpec, promise: &Promise<'_>, base: &str, registry: &Registry) -> Result<Written, Refusal> {
    let Some(base) = registry.metric(base) else {
        let help = suggestion(base, registry.metrics().map(|metric| metric.name.as_str()));
        return Err(promise.mistake("good.metricSource.spec.metric", format!("no metric is named `{base}`"), help));
    };
    let document = &entry.document.metadata;
    let own = (name::metric(&document.name) != base.name).then_some(document.name.as_str());
    // The owner's name may have been changed into one that a document may have.
    let owner = if name::of(&base.owner) == slo.service { &base.owner } else { &slo.service };
    let heading = Heading { title: document.display_name.as_deref().or(own), description: slo.description.as_deref(), owner };
    let text = registry.text(&base.path).unwrap_or_default();
    let text = metric_file::over_metric(base, text, &heading, &promise.objective()).map_err(|error| unwritable(promise, &error))?;
    Ok((text, base.family, Some(base.name.clone())))
}

fn over_select(entry: &Entry, slo: &SloSpec, promise: &Promise<'_>, select: &Select) -> Result<Written, Refusal> {
    let document = &entry.document.metadata;
    let title = document.display_name.as_deref().unwrap_or(&document.name);
    let heading = Heading { title: Some(title), description: slo.description.as_deref(), owner: &slo.service };
    let counts = &promise.counts;
    let headed = headed(&select.sql, &counts.good, &counts.valid).map_err(|found| in_select(promise, select, &found))?;
    let text = metric_file::over_select(select, &headed, &heading, &promise.objective()).map_err(|error| unwritable(promise, &error))?;
    Ok((text, select.family.unwrap_or(Family::Operational), None))
}

fn in_select(promise: &Promise<'_>, select: &Select, found: &Diagnostic) -> Refusal {
    let path = format!("{}.good.metricSource.spec.query", promise.path);
    Refusal::Mistakes(vec![promise.entry.in_select(&path, &select.sql, found)])
}

/// The metric would be refused; where, is a place of a file that nobody has.
fn refused(promise: &Promise<'_>, findings: &[Diagnostic]) -> Refusal {
    let first = findings.first();
    let message = format!("no metric can be made of it: {}", first.map_or("it is not understood", Diagnostic::message));
    promise.mistake("good.metricSource.spec", message, first.and_then(Diagnostic::help).unwrap_or("correct its keys"))
}

fn unwritable(promise: &Promise<'_>, error: &SerializeError) -> Refusal {
    promise.mistake("good.metricSource.spec", format!("its metric cannot be written: {error}"), "report this document")
}
