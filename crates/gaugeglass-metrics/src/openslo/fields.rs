//! Takes the keys of a mapping one by one, collecting every complaint with its place. What nobody takes is kept.

use std::collections::BTreeMap;

use super::node::{Node, Place, Shape};
use super::value::{Map, Number, Value};
use crate::diagnostic::{Diagnostic, Source};
use crate::nearest::suggestion;

/// Characters that a description may have.
pub(crate) const DESCRIPTION_MAX: usize = 1_050;

/// What is wrong with a text, and where.
pub(crate) struct Findings<'a> {
    source: &'a Source,
    pub list: Vec<Diagnostic>,
}

impl<'a> Findings<'a> {
    pub fn new(source: &'a Source) -> Self {
        Self { source, list: Vec::new() }
    }

    /// Reports a place.
    pub fn report(&mut self, place: Place, message: impl Into<String>, help: impl Into<String>) {
        self.list.push(self.source.at(place.line, place.column, message).with_help(help));
    }
}

/// A part of a document: a mapping with keys of its own.
pub(crate) trait Part: Sized {
    /// Reads it. What is wrong is reported, and a stand-in takes its place: a text with findings is refused.
    fn read(fields: Fields, findings: &mut Findings<'_>) -> Self;
}

/// A word of a closed list.
pub(crate) trait Word: Copy + 'static {
    /// What the list holds.
    const WHAT: &'static str;
    /// Every word with its value.
    const ALL: &'static [(&'static str, Self)];
}

/// A mapping whose keys are taken one by one. A key without a value counts as absent, and is kept as it is.
pub(crate) struct Fields {
    place: Place,
    places: BTreeMap<String, Place>,
    entries: BTreeMap<String, Node>,
}

impl Fields {
    /// The fields of a node, where it is a mapping.
    pub fn of(what: &str, node: Node, findings: &mut Findings<'_>) -> Option<Fields> {
        let Shape::Map(entries) = node.shape else {
            let message = format!("{what} is {}, not a mapping", node.shape.what());
            findings.report(node.place, message, "write `key: value` lines under it");
            return None;
        };
        let given = entries.iter().filter(|(_, node)| !matches!(node.shape, Shape::Null));
        let places = given.map(|(key, node)| (key.clone(), node.place)).collect();
        Some(Fields { place: node.place, places, entries: entries.into_iter().collect() })
    }

    /// Where a key's value stands, taken or not; where it is absent, the mapping.
    pub fn place_of(&self, key: &str) -> Place {
        self.places.get(key).copied().unwrap_or(self.place)
    }

    /// Whether a key was given, taken or not.
    pub fn has(&self, key: &str) -> bool {
        self.places.contains_key(key)
    }

    /// Whether a key that was not taken yet holds text.
    pub fn has_text(&self, key: &str) -> bool {
        self.entries.get(key).is_some_and(|node| matches!(node.shape, Shape::Text(_)))
    }

    /// Reports a key that must be there and is not.
    pub fn missing(&self, key: &str, help: &str, findings: &mut Findings<'_>) {
        findings.report(self.place, format!("missing key `{key}`"), help);
    }

    /// What nobody took.
    pub fn rest(self) -> Map {
        self.entries.into_iter().map(|(key, node)| (key, node.plain())).collect()
    }

    /// Reports what nobody took, where other keys mean nothing.
    pub fn refuse_rest(self, known: &[&str], findings: &mut Findings<'_>) {
        for (key, node) in self.entries.into_iter().filter(|(_, node)| !matches!(node.shape, Shape::Null)) {
            findings.report(node.place, format!("unknown key `{key}`"), suggestion(&key, known.iter().copied()));
        }
    }

    fn take(&mut self, key: &str) -> Option<Node> {
        if self.has(key) { self.entries.remove(key) } else { None }
    }

    /// A value of any shape.
    pub fn value(&mut self, key: &str) -> Option<Value> {
        self.take(key).map(Node::plain)
    }

    /// A mapping of any keys.
    pub fn map(&mut self, key: &str, findings: &mut Findings<'_>) -> Option<Map> {
        let node = self.take(key)?;
        Fields::of(&format!("`{key}`"), node, findings).map(|fields| fields.entries).map(plain)
    }

    /// Text.
    pub fn text(&mut self, key: &str, findings: &mut Findings<'_>) -> Option<String> {
        let node = self.take(key)?;
        text(key, node, findings)
    }

    /// Text that must be there and say something.
    pub fn required_text(&mut self, key: &str, help: &str, findings: &mut Findings<'_>) -> String {
        if !self.has(key) {
            self.missing(key, help, findings);
        }
        let text = self.text(key, findings);
        if text.as_ref().is_some_and(|text| text.trim().is_empty()) {
            findings.report(self.place_of(key), format!("`{key}` says nothing"), help);
        }
        text.unwrap_or_default()
    }

    /// A list of texts.
    pub fn texts(&mut self, key: &str, findings: &mut Findings<'_>) -> Option<Vec<String>> {
        let items = self.list(key, findings)?;
        Some(items.into_iter().filter_map(|item| text(key, item, findings)).collect())
    }

    /// A number.
    pub fn number(&mut self, key: &str, findings: &mut Findings<'_>) -> Option<Number> {
        let node = self.take(key)?;
        match node.shape {
            Shape::Number(number) => Some(number),
            other => {
                findings.report(node.place, format!("`{key}` is {}, not a number", other.what()), "write a plain number, such as 0.99");
                None
            }
        }
    }

    /// `true` or `false`.
    pub fn flag(&mut self, key: &str, findings: &mut Findings<'_>) -> Option<bool> {
        let node = self.take(key)?;
        match node.shape {
            Shape::Flag(flag) => Some(flag),
            other => {
                findings.report(node.place, format!("`{key}` is {}, not true or false", other.what()), "write true or false");
                None
            }
        }
    }

    /// A word of a closed list.
    pub fn word<T: Word>(&mut self, key: &str, findings: &mut Findings<'_>) -> Option<T> {
        let text = self.text(key, findings)?;
        let known = T::ALL.iter().find(|(word, _)| *word == text).map(|(_, value)| *value);
        if known.is_none() {
            let help = suggestion(&text, T::ALL.iter().map(|(word, _)| *word));
            findings.report(self.place_of(key), format!("unknown {} `{text}`", T::WHAT), help);
        }
        known
    }

    /// A part with keys of its own.
    pub fn part<T: Part>(&mut self, key: &str, findings: &mut Findings<'_>) -> Option<T> {
        let node = self.take(key)?;
        Fields::of(&format!("`{key}`"), node, findings).map(|fields| T::read(fields, findings))
    }

    /// A part that must be there.
    pub fn required_part<T: Part + Default>(&mut self, key: &str, help: &str, findings: &mut Findings<'_>) -> T {
        if !self.has(key) {
            self.missing(key, help, findings);
        }
        self.part(key, findings).unwrap_or_default()
    }

    /// A list of parts.
    pub fn parts<T: Part>(&mut self, key: &str, findings: &mut Findings<'_>) -> Option<Vec<T>> {
        let mut parts = Vec::new();
        for (position, item) in self.list(key, findings)?.into_iter().enumerate() {
            if let Some(fields) = Fields::of(&format!("entry {} of `{key}`", position + 1), item, findings) {
                parts.push(T::read(fields, findings));
            }
        }
        Some(parts)
    }

    fn list(&mut self, key: &str, findings: &mut Findings<'_>) -> Option<Vec<Node>> {
        let node = self.take(key)?;
        match node.shape {
            Shape::List(items) => Some(items),
            other => {
                findings.report(node.place, format!("`{key}` is {}, not a list", other.what()), "begin each entry with `- `");
                None
            }
        }
    }
}

fn plain(entries: BTreeMap<String, Node>) -> Map {
    entries.into_iter().map(|(key, node)| (key, node.plain())).collect()
}

fn text(key: &str, node: Node, findings: &mut Findings<'_>) -> Option<String> {
    match node.shape {
        Shape::Text(text) => Some(text),
        other => {
            let help = "write text, in quotes where it looks like something else";
            findings.report(node.place, format!("`{key}` is {}, not text", other.what()), help);
            None
        }
    }
}

/// The description that most parts may have: at most 1,050 characters.
pub(crate) fn description(fields: &mut Fields, findings: &mut Findings<'_>) -> Option<String> {
    let text = fields.text("description", findings)?;
    if text.chars().count() > DESCRIPTION_MAX {
        findings.report(fields.place_of("description"), "the description is longer than 1,050 characters", "shorten it");
    }
    Some(text)
}
