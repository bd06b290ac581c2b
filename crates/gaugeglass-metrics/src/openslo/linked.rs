//! A part of a document that is named, or written out in its place.

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

use super::document::Kind;
use super::fields::{Fields, Findings, Part};
use super::metadata::Metadata;
use super::value::Map;

/// What may be named in place of being written out.
pub(crate) trait Linkable: Part + Default {
    /// The key that names it.
    const REFERENCE: &'static str;
    /// Its kind of document.
    const KIND: Kind;
}

/// A document by its name, or the document itself.
#[derive(Debug, Clone, PartialEq)]
pub enum Linked<S> {
    /// By name.
    Named {
        /// The key that names it, such as `alertPolicyRef`.
        key: &'static str,
        /// The name.
        name: String,
        /// Keys that the specification does not know.
        rest: Map,
    },
    /// Written out.
    Inline(Box<Inline<S>>),
}

/// A document inside another.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Inline<S> {
    /// Its kind, where it is said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// Its name, where it has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub metadata: Option<Metadata>,
    /// What it says.
    pub spec: S,
    /// Keys that the specification does not know.
    #[serde(flatten)]
    pub rest: Map,
}

/// A document by its name.
pub(crate) fn named<S: Linkable>(name: &str) -> Linked<S> {
    Linked::Named { key: S::REFERENCE, name: name.to_owned(), rest: Map::new() }
}

impl<S: Linkable> Part for Linked<S> {
    fn read(mut fields: Fields, findings: &mut Findings<'_>) -> Self {
        match fields.text(S::REFERENCE, findings) {
            Some(name) => {
                if fields.has("spec") {
                    let message = format!("both `{}` and `spec`", S::REFERENCE);
                    findings.report(fields.place_of("spec"), message, "name the document or write it here, not both");
                }
                Self::Named { key: S::REFERENCE, name, rest: fields.rest() }
            }
            None => Self::Inline(Box::new(inline(fields, findings))),
        }
    }
}

fn inline<S: Linkable>(mut fields: Fields, findings: &mut Findings<'_>) -> Inline<S> {
    let kind = fields.text("kind", findings);
    if kind.as_deref().is_some_and(|kind| kind != S::KIND.as_str()) {
        let message = format!("here stands a document of kind {}", S::KIND);
        findings.report(fields.place_of("kind"), message, format!("write `kind: {}`", S::KIND));
    }
    let help = format!("name it under `{}:`, or write its `spec:` here", S::REFERENCE);
    Inline { kind, metadata: fields.part("metadata", findings), spec: fields.required_part("spec", &help, findings), rest: fields.rest() }
}

impl<S: Serialize> Serialize for Linked<S> {
    fn serialize<Z: Serializer>(&self, serializer: Z) -> Result<Z::Ok, Z::Error> {
        match self {
            Self::Named { key, name, rest } => {
                let mut map = serializer.serialize_map(None)?;
                map.serialize_entry(key, name)?;
                rest.iter().try_for_each(|(key, value)| map.serialize_entry(key, value))?;
                map.end()
            }
            Self::Inline(inline) => inline.serialize(serializer),
        }
    }
}
