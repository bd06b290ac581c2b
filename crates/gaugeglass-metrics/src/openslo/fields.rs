//! Takes the keys of a mapping one by one, collecting every complaint with its place. What nobody takes is kept.

use std::collections::BTreeMap;
use std::str::FromStr;

use super::node::{Node, Place, Shape};
use super::value::{Map, Number, Value};
use crate::diagnostic::{Diagnostic, Source};
use crate::nearest::suggestion;
use crate::vocabulary::UnknownWord;

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

    /// Reports a value of another shape than its key has, and gives none.
    fn unlike<T>(&mut self, key: &str, place: Place, shape: &Shape, expected: &str, help: &str) -> Option<T> {
        self.report(place, format!("`{key}` is {}, not {expected}", shape.what()), help);
        None
    }
}

/// A part of a document: a mapping with keys of its own.
pub(crate) trait Part: Sized {
    /// Reads it. What is wrong is reported, and a stand-in takes its place: a text with findings is refused.
    fn read(fields: Fields, findings: &mut Findings<'_>) -> Self;
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

    /// Reports a key that must be there, where it is not.
    pub fn require(&self, key: &str, help: &str, findings: &mut Findings<'_>) {
        if !self.has(key) {
            self.missing(key, help, findings);
        }
    }

    /// Reports two keys that exclude each other, where both are there.
    pub fn refuse_both(&self, one: &str, other: &str, findings: &mut Findings<'_>) {
        if self.has(one) && self.has(other) {
            findings.report(self.place_of(other), format!("both `{one}` and `{other}`"), "keep one of the two");
        }
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
        Fields::of(&format!("`{key}`"), node, findings).map(Fields::rest)
    }

    /// Text.
    pub fn text(&mut self, key: &str, findings: &mut Findings<'_>) -> Option<String> {
        text(key, self.take(key)?, findings)
    }

    /// Text that must be there and say something.
    pub fn required_text(&mut self, key: &str, help: &str, findings: &mut Findings<'_>) -> String {
        self.require(key, help, findings);
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

    /// A duration, as its reader has it; the reader's error says what to write.
    pub fn duration<T, E>(&mut self, key: &str, read: fn(&str) -> Result<T, E>, findings: &mut Findings<'_>) -> Option<T>
    where
        E: Into<String>,
    {
        let text = self.text(key, findings)?;
        match read(&text) {
            Ok(duration) => Some(duration),
            Err(help) => {
                findings.report(self.place_of(key), format!("`{text}` is not a duration"), help);
                None
            }
        }
    }

    /// A number.
    pub fn number(&mut self, key: &str, findings: &mut Findings<'_>) -> Option<Number> {
        let Node { place, shape } = self.take(key)?;
        match shape {
            Shape::Number(number) => Some(number),
            other => findings.unlike(key, place, &other, "a number", "write a plain number, such as 0.99"),
        }
    }

    /// `true` or `false`.
    pub fn flag(&mut self, key: &str, findings: &mut Findings<'_>) -> Option<bool> {
        let Node { place, shape } = self.take(key)?;
        match shape {
            Shape::Flag(flag) => Some(flag),
            other => findings.unlike(key, place, &other, "true or false", "write true or false"),
        }
    }

    /// A word of a closed list.
    pub fn word<T: FromStr<Err = UnknownWord>>(&mut self, key: &str, findings: &mut Findings<'_>) -> Option<T> {
        match self.text(key, findings)?.parse() {
            Ok(word) => Some(word),
            Err(error) => {
                findings.report(self.place_of(key), error.to_string(), error.help);
                None
            }
        }
    }

    /// A part with keys of its own.
    pub fn part<T: Part>(&mut self, key: &str, findings: &mut Findings<'_>) -> Option<T> {
        let node = self.take(key)?;
        Fields::of(&format!("`{key}`"), node, findings).map(|fields| T::read(fields, findings))
    }

    /// A part that must be there.
    pub fn required_part<T: Part + Default>(&mut self, key: &str, help: &str, findings: &mut Findings<'_>) -> T {
        self.require(key, help, findings);
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
        let Node { place, shape } = self.take(key)?;
        match shape {
            Shape::List(items) => Some(items),
            other => findings.unlike(key, place, &other, "a list", "begin each entry with `- `"),
        }
    }
}

fn text(key: &str, node: Node, findings: &mut Findings<'_>) -> Option<String> {
    match node.shape {
        Shape::Text(text) => Some(text),
        other => findings.unlike(key, node.place, &other, "text", "write text, in quotes where it looks like something else"),
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
