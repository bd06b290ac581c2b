//! Turns the raw front matter into typed values, collecting every complaint with its place.

use std::collections::BTreeMap;
use std::str::FromStr;

use serde::Deserialize;
use serde_saphyr::{Location, Spanned};

use crate::diagnostic::{Diagnostic, Source};
use crate::duration::parse_seconds;
use crate::nearest::suggestion;
use crate::parameter::{Parameter, STANDARD_PARAMETERS};
use crate::vocabulary::{ParameterKind, UnknownWord};

pub(crate) type Text = Option<Spanned<String>>;
pub(crate) type TextList = Option<Vec<Spanned<String>>>;
pub(crate) type Number = Option<Spanned<f64>>;
pub(crate) type RawParameters = Option<BTreeMap<String, Spanned<RawParameter>>>;

/// A declared parameter as written.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RawParameter {
    #[serde(rename = "type")]
    kind: Text,
    default: Text,
    doc: Text,
}

/// Reads values and remembers what is wrong with them. A value that cannot be read is replaced by a stand-in,
/// which nobody sees: a file with findings is left out.
pub(crate) struct Reader<'a> {
    pub source: &'a Source,
    line: u64,
    pub findings: Vec<Diagnostic>,
}

impl<'a> Reader<'a> {
    /// A reader for front matter whose opening marker is on `line`.
    pub fn new(source: &'a Source, line: u64) -> Self {
        Self { source, line, findings: Vec::new() }
    }

    /// Reports a value at its place.
    pub fn report<T>(&mut self, value: &Spanned<T>, message: impl Into<String>, help: impl Into<String>) {
        self.report_at(&value.referenced, message, help);
    }

    fn report_at(&mut self, place: &Location, message: impl Into<String>, help: impl Into<String>) {
        let diagnostic = self.source.at(self.line + place.line(), place.column(), message);
        self.findings.push(diagnostic.with_help(help));
    }

    /// Reports a required key that is not there.
    pub fn missing(&mut self, key: &str) {
        let diagnostic = self.source.at(self.line, 1, format!("missing key `{key}`"));
        self.findings.push(diagnostic.with_label(format!("add `{key}:` to this front matter")));
    }

    /// A text that must be there and say something.
    pub fn text(&mut self, key: &str, value: Text) -> String {
        match value {
            Some(value) if !value.value.trim().is_empty() => value.value.trim().to_owned(),
            _ => {
                self.missing(key);
                String::new()
            }
        }
    }

    /// A text of a part of the file, such as an `exclusion`, that must be there and say something.
    pub fn text_of<T>(&mut self, what: &str, part: &Spanned<T>, key: &str, value: &Text, help: &str) -> String {
        match value {
            Some(value) if !value.value.trim().is_empty() => value.value.trim().to_owned(),
            _ => {
                self.report(part, format!("the {what} has no `{key}`"), help);
                String::new()
            }
        }
    }

    /// A word of a closed list that must be there.
    pub fn required_word<T>(&mut self, key: &str, value: Text, stand_in: T) -> T
    where
        T: FromStr<Err = UnknownWord>,
    {
        if value.is_none() {
            self.missing(key);
        }
        self.word(value, stand_in)
    }

    /// A word of a closed list, or its default.
    pub fn word<T>(&mut self, value: Text, default: T) -> T
    where
        T: FromStr<Err = UnknownWord>,
    {
        value.and_then(|value| self.one_word(&value)).unwrap_or(default)
    }

    /// Words of a closed list.
    pub fn words<T>(&mut self, values: &[Spanned<String>]) -> Vec<T>
    where
        T: FromStr<Err = UnknownWord>,
    {
        values.iter().filter_map(|value| self.one_word(value)).collect()
    }

    fn one_word<T>(&mut self, value: &Spanned<String>) -> Option<T>
    where
        T: FromStr<Err = UnknownWord>,
    {
        match value.value.parse() {
            Ok(word) => Some(word),
            Err(error) => {
                self.report(value, error.to_string(), error.help);
                None
            }
        }
    }

    /// Names of columns or relations, each once.
    pub fn names(&mut self, values: &[Spanned<String>]) -> Vec<String> {
        let mut names = Vec::new();
        for value in values {
            if !is_identifier(&value.value) {
                self.report(value, format!("`{}` is not a column name", value.value), "letters, digits and `_` only");
            } else if names.contains(&value.value) {
                self.report(value, format!("`{}` is listed twice", value.value), "list it once");
            }
            names.push(value.value.clone());
        }
        names
    }

    /// Reports each value that is not among the known names.
    pub fn known(&mut self, what: &str, values: &[Spanned<String>], known: &[String]) {
        for value in values.iter().filter(|value| !known.contains(&value.value)) {
            let help = suggestion(&value.value, known.iter().map(String::as_str));
            self.report(value, format!("unknown {what} `{}`", value.value), help);
        }
    }

    /// A finite number.
    pub fn number(&mut self, value: Number) -> Option<f64> {
        let value = value?;
        if !value.value.is_finite() {
            self.report(&value, "not a finite number", "write a plain number, such as 0.95");
        }
        Some(value.value)
    }

    /// A finite number that must be there.
    pub fn required_number(&mut self, key: &str, value: Number) -> f64 {
        if value.is_none() {
            self.missing(key);
        }
        self.number(value).unwrap_or_default()
    }

    /// A duration in seconds.
    pub fn seconds(&mut self, value: Text) -> Option<i64> {
        let value = value?;
        match parse_seconds(&value.value) {
            Ok(seconds) => Some(seconds),
            Err(help) => {
                self.report(&value, format!("`{}` is not a duration", value.value), help);
                None
            }
        }
    }

    /// The declared parameters, in the order of their names.
    pub fn parameters(&mut self, raw: RawParameters) -> Vec<Parameter> {
        raw.unwrap_or_default().into_iter().map(|(name, value)| self.parameter(name, value)).collect()
    }

    fn parameter(&mut self, name: String, raw: Spanned<RawParameter>) -> Parameter {
        self.check_declaration(&name, &raw);
        let RawParameter { kind, default, doc } = raw.value;
        let parameter = Parameter {
            name,
            kind: self.word(kind, ParameterKind::Text),
            default: default.as_ref().map(|default| default.value.clone()).unwrap_or_default(),
            doc: doc.map(|doc| doc.value).unwrap_or_default(),
        };
        if let (Some(default), Err(help)) = (default, parameter.value(&parameter.default)) {
            let message = format!("the default of `{}` is not a {}", parameter.name, parameter.kind);
            self.report(&default, message, help);
        }
        parameter
    }

    fn check_declaration(&mut self, name: &str, raw: &Spanned<RawParameter>) {
        let is_standard = STANDARD_PARAMETERS.iter().any(|standard| standard.name == name);
        if is_standard || !is_identifier(name) {
            let message = format!("a parameter cannot be called `{name}`");
            self.report(raw, message, "choose another plain name: the standard ones are bound already");
        }
        let keys = [("type", raw.value.kind.is_none()), ("default", raw.value.default.is_none())];
        for (key, _) in keys.into_iter().filter(|(_, is_missing)| *is_missing) {
            let message = format!("parameter `{name}` has no `{key}`");
            self.report(raw, message, "write {type: duration, default: 60m, doc: …}");
        }
    }
}

/// Whether a name is a plain SQL identifier.
pub(crate) fn is_identifier(name: &str) -> bool {
    !name.is_empty() && !name.starts_with(|c: char| c.is_ascii_digit()) && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}

/// The plain values of an optional list.
pub(crate) fn plain(values: TextList) -> Vec<String> {
    values.unwrap_or_default().into_iter().map(|value| value.value).collect()
}

/// The list itself; an absent one is empty.
pub(crate) fn listed(values: &TextList) -> &[Spanned<String>] {
    values.as_deref().unwrap_or_default()
}
