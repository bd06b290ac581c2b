//! What an import would write: every document as it is, and a metric for each promise that Gaugeglass computes.

use std::collections::BTreeMap;

use super::compute::{Computed, computed};
use super::document::{Body, Kind, VERSION};
use super::library::Library;
use super::name;
use super::promise::Refusal;
use super::read::Entry;
use super::slo::SloSpec;
use crate::diagnostic::Diagnostic;
use crate::nearest::suggestion;
use crate::registry::Registry;

/// What is to be written, and what is to be said of each document.
#[derive(Debug, Clone, Default)]
pub struct Import {
    /// New files, each once.
    pub files: Vec<NewFile>,
    /// What becomes of each document, in their order.
    pub outcomes: Vec<Outcome>,
}

/// A file that is not there yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewFile {
    /// Below the folder of queries, with `/`.
    pub path: String,
    /// Its content.
    pub text: String,
}

/// What becomes of a document.
#[derive(Debug, Clone)]
pub struct Outcome {
    /// Its kind and name.
    pub title: String,
    /// The file that keeps it.
    pub path: String,
    /// What else.
    pub what: What,
}

/// What becomes of a document beside being kept.
#[derive(Debug, Clone)]
pub enum What {
    /// A new metric computes it.
    Computed {
        /// The metric's file.
        path: String,
        /// The promise.
        promise: String,
        /// Keys that are kept and change nothing.
        unread: Vec<String>,
    },
    /// This metric makes the same promise already.
    ComputedAlready(String),
    /// It is an SLO that Gaugeglass does not compute: why, and whose move it is.
    Kept(Box<Diagnostic>),
    /// It is of another kind: what Gaugeglass does with it.
    Carried(String),
}

/// Judges documents that are to go to a folder, where `kept` are already. Errors are all mistakes in them: nothing is to be
/// written then.
pub fn import(entries: &[Entry], kept: &[Entry], registry: &Registry, time_zone: &str) -> Result<Import, Vec<Diagnostic>> {
    let library = Library { entries: entries.iter().chain(kept).collect(), time_zone };
    let mut import = Import::default();
    let mut mistakes = Vec::new();
    let mut metrics = BTreeMap::new();
    for entry in entries {
        let outcome = match (taken(entry, kept), entry.slo()) {
            (Some(mistake), _) => Err(vec![mistake]),
            (None, Some(slo)) => outcome(entry, slo, &library, registry),
            (None, None) => Ok((What::Carried(carried(entry)), None)),
        };
        match outcome {
            Ok((what, file)) => {
                mistakes.extend(file.as_ref().and_then(|file| clash(entry, file, &mut metrics)));
                let path = name::file(&entry.document);
                import.outcomes.push(Outcome { title: entry.title(), path: path.clone(), what });
                import.files.push(NewFile { path, text: entry.text.clone() });
                import.files.extend(file);
            }
            Err(found) => mistakes.extend(found),
        }
    }
    mistakes.sort_by_key(|mistake| (mistake.line(), mistake.column()));
    if mistakes.is_empty() { Ok(import) } else { Err(mistakes) }
}

/// A name is taken once within a kind, in the folder too.
fn taken(entry: &Entry, kept: &[Entry]) -> Option<Diagnostic> {
    let is_same = |other: &&Entry| other.title().eq_ignore_ascii_case(&entry.title());
    let other = kept.iter().find(is_same)?;
    let message = format!("{} is kept in {} already", entry.title(), other.path());
    Some(entry.at("metadata.name", message, "remove that file if this document replaces it, or rename one of the two"))
}

/// Names that differ may still make one file of a metric.
fn clash(entry: &Entry, file: &NewFile, metrics: &mut BTreeMap<String, String>) -> Option<Diagnostic> {
    let first = metrics.insert(file.path.clone(), entry.title())?;
    let message = format!("{first} has the file `{}` already", file.path);
    Some(entry.at("metadata.name", message, "rename one of the two"))
}

fn outcome(entry: &Entry, slo: &SloSpec, library: &Library<'_>, registry: &Registry) -> Result<(What, Option<NewFile>), Vec<Diagnostic>> {
    let computed = match computed(entry, slo, library, registry) {
        Ok(computed) => computed,
        Err(Refusal::Kept(why)) => return Ok((What::Kept(why), None)),
        Err(Refusal::Mistakes(mistakes)) => return Err(mistakes),
    };
    let name = computed.metric.name.as_str();
    let before = registry.metric(name).filter(|before| computed.base.as_deref() == Some(before.name.as_str()));
    if before.is_some_and(|before| before.slo == computed.metric.slo) {
        return Ok((What::ComputedAlready(name.to_owned()), None));
    }
    if before.is_none() && (registry.metric(name).is_some() || registry.table(name).is_some()) {
        let message = format!("its metric would be `{name}`, and there is one of that name");
        return Err(vec![entry.at("metadata.name", message, "rename the document")]);
    }
    let Computed { metric, text, promise, unread, .. } = computed;
    let path = format!("{}/{}.sql", metric.family, metric.name);
    Ok((What::Computed { path: path.clone(), promise, unread }, Some(NewFile { path, text })))
}

/// What Gaugeglass does with a document that is no SLO.
fn carried(entry: &Entry) -> String {
    let document = &entry.document;
    match &document.body {
        Body::AlertPolicy(_) | Body::AlertCondition(_) => "alerts here are the four burn rates; it is for other systems".to_owned(),
        Body::AlertNotificationTarget(_) => "nobody is notified from here; it is for other systems".to_owned(),
        Body::DataSource(_) => "its type says whose query language an indicator has; its connection is not used".to_owned(),
        Body::Sli(_) => "it is read where an SLO names it".to_owned(),
        Body::Service(_) | Body::Slo(_) => "it says what objectives belong to".to_owned(),
        Body::Other(_) if document.api_version != VERSION => {
            format!("`{}` is not read: convert it to {VERSION} for more than keeping it", document.api_version)
        }
        Body::Other(kind) => {
            let help = suggestion(kind, Kind::ALL.iter().map(|kind| kind.as_str()));
            format!("`{kind}` is no kind of {VERSION}: {help}")
        }
    }
}
