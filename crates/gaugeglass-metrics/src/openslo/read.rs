//! Reads a text of documents: each typed, and kept as it was written.

use std::collections::BTreeSet;

use serde_saphyr::{Error, NonFiniteFloatPolicy, Options};

use super::document::{Body, Document};
use super::fields::{Fields, Findings, Part};
use super::node::{Node, Place};
use super::slo::SloSpec;
use super::stream::{Chunk, split};
use crate::diagnostic::{Diagnostic, Source};
use crate::front_matter::rendered;

/// A document and how it was written.
#[derive(Debug, Clone)]
pub struct Entry {
    /// The document.
    pub document: Document,
    /// Its text, with the comments before it.
    pub text: String,
    source: Source,
    tree: Node,
}

impl Entry {
    /// What is promised, where the document is an SLO.
    pub fn slo(&self) -> Option<&SloSpec> {
        match &self.document.body {
            Body::Slo(spec) => Some(spec),
            _ => None,
        }
    }

    /// The document in words: its kind and its name.
    pub fn title(&self) -> String {
        format!("{} `{}`", self.document.kind(), self.document.metadata.name)
    }

    /// The file it was read from.
    pub fn path(&self) -> &str {
        &self.source.path
    }

    /// A diagnostic at a dotted path of keys, or at what there is on the way to it.
    pub(crate) fn at(&self, path: &str, message: impl Into<String>, help: impl Into<String>) -> Diagnostic {
        let place = self.tree.nearest(path).place;
        self.source.at(place.line, place.column, message).with_help(help)
    }

    /// What is wrong with a SELECT at a dotted path of keys: at its place where the SELECT is written line by line, else
    /// where the SELECT begins.
    pub(crate) fn in_select(&self, path: &str, select: &str, found: &Diagnostic) -> Diagnostic {
        let begin = self.tree.nearest(path).place;
        let row = select.lines().nth(found.line() as usize - 1).unwrap_or_default();
        let line = begin.line + found.line() - 1;
        let written = self.source.text.lines().nth(line as usize - 1).unwrap_or_default();
        let is_there = written.chars().skip(begin.column as usize - 1).collect::<String>().starts_with(row);
        let told = match is_there {
            true => self.source.at(line, begin.column + found.column() - 1, found.message()),
            false => {
                let message = format!("{} (line {}, column {} of the SELECT)", found.message(), found.line(), found.column());
                self.source.at(begin.line, begin.column, message)
            }
        };
        match found.help() {
            Some(help) => told.with_help(help),
            None => told,
        }
    }

    /// What is written at a dotted path of keys.
    pub(crate) fn node(&self, path: &str) -> Option<Node> {
        self.tree.at(path).cloned()
    }

    /// What is wrong with the text of this document, to be filled.
    pub(crate) fn findings(&self) -> Findings<'_> {
        Findings::new(&self.source)
    }
}

/// Reads the documents of a text, the content of `path`. Errors are all that is wrong with it, in order of place: it is not
/// YAML, a document breaks a rule of the specification, two have one name, or there is none.
pub fn read(path: &str, text: &str) -> Result<Vec<Entry>, Vec<Diagnostic>> {
    let source = Source::new(path, text.strip_prefix('\u{feff}').unwrap_or(text));
    let mut findings = Findings::new(&source);
    let mut entries = Vec::new();
    for chunk in split(&source.text) {
        for tree in trees(&chunk, &mut findings) {
            entries.extend(entry(&source, &chunk, tree, &mut findings));
        }
    }
    check_names(&entries, &mut findings);
    if entries.is_empty() && findings.list.is_empty() {
        findings.report(Place { line: 1, column: 1 }, "there is no document", "write documents of OpenSLO, such as `kind: SLO`");
    }
    let mut findings = findings.list;
    findings.sort_by_key(|finding| (finding.line(), finding.column()));
    if findings.is_empty() { Ok(entries) } else { Err(findings) }
}

fn entry(source: &Source, chunk: &Chunk<'_>, tree: Node, findings: &mut Findings<'_>) -> Option<Entry> {
    let fields = Fields::of("the document", tree.clone(), findings)?;
    let document = Document::read(fields, findings);
    Some(Entry { document, text: chunk.text.to_owned(), source: source.clone(), tree })
}

/// The values of a chunk, none where it is not YAML.
fn trees(chunk: &Chunk<'_>, findings: &mut Findings<'_>) -> Vec<Node> {
    // Blank lines in place of what comes before: every place the parser tells is then a place of the text.
    let padded = "\n".repeat(chunk.lines_before) + chunk.text;
    match serde_saphyr::from_multiple_with_options::<Node>(&padded, options()) {
        Ok(trees) => trees,
        Err(error) => {
            explain(&error, chunk, findings);
            Vec::new()
        }
    }
}

/// YAML 1.2 as its core schema has it: `yes` and `0755` are text.
fn options() -> Options {
    serde_saphyr::options! {
        strict_booleans: true,
        leading_zero_numbers_as_strings: true,
        underscored_numbers_as_strings: true,
        non_finite_float_policy: NonFiniteFloatPolicy::PassThrough,
        with_snippet: false,
    }
}

fn explain(error: &Error, chunk: &Chunk<'_>, findings: &mut Findings<'_>) {
    let error = error.without_snippet();
    let first = Place { line: chunk.lines_before as u64 + 1, column: 1 };
    let place = error.location().map_or(first, |place| Place { line: place.line(), column: place.column() });
    match error {
        Error::DuplicateMappingKey { key: Some(key), .. } => {
            findings.report(place, format!("key `{key}` is given twice"), "keep one of the two");
        }
        Error::NullIntoString { .. } => findings.report(place, "a key is empty", "write `key: value`"),
        _ => findings.report(place, format!("YAML: {}", rendered(error)), "correct the text there or just before"),
    }
}

/// A name is taken once within a kind.
fn check_names(entries: &[Entry], findings: &mut Findings<'_>) {
    let mut taken = BTreeSet::new();
    for entry in entries {
        let name = (entry.document.kind().to_lowercase(), &entry.document.metadata.name);
        if !taken.insert(name) {
            let place = entry.tree.nearest("metadata.name").place;
            findings.report(place, format!("{} is defined twice", entry.title()), "names are unique within a kind: rename one of the two");
        }
    }
}
