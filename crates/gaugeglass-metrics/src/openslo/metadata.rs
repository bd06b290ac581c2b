//! What every document says of itself: its name, labels and annotations.

use serde::Serialize;

use super::fields::{Fields, Findings, Part};
use super::name::is_name;
use super::value::Map;

/// The `metadata` of a document.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Metadata {
    /// Unique within its kind: up to 63 lower-case letters, digits and `-`.
    pub name: String,
    /// What people call it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub display_name: Option<String>,
    /// For people: text, or a list of texts, by key.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub labels: Option<Map>,
    /// For programs, by key.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub annotations: Option<Map>,
    /// Keys that the specification does not know.
    #[serde(flatten)]
    pub rest: Map,
}

impl Metadata {
    /// The metadata of a document with this name and nothing else.
    pub(crate) fn named(name: &str) -> Self {
        Self { name: name.to_owned(), ..Self::default() }
    }

    /// With what people call it.
    pub(crate) fn titled(name: &str, title: &str) -> Self {
        Self { display_name: Some(title.to_owned()), ..Self::named(name) }
    }
}

impl Part for Metadata {
    fn read(mut fields: Fields, findings: &mut Findings<'_>) -> Self {
        let name = fields.required_text("name", "name the document", findings);
        if !name.is_empty() && !is_name(&name) {
            let help = "write up to 63 lower-case letters, digits and `-`, with a letter or digit at both ends";
            findings.report(fields.place_of("name"), format!("`{name}` is not a name"), help);
        }
        Self {
            name,
            display_name: fields.text("displayName", findings),
            labels: fields.map("labels", findings),
            annotations: fields.map("annotations", findings),
            rest: fields.rest(),
        }
    }
}
