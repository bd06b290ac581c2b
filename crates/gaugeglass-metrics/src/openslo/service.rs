//! `kind: Service`: what objectives belong to.

use serde::Serialize;

use super::fields::{Fields, Findings, Part, description};
use super::value::Map;

/// A group of objectives.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct ServiceSpec {
    /// At most 1,050 characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Keys that the specification does not know.
    #[serde(flatten)]
    pub rest: Map,
}

impl Part for ServiceSpec {
    fn read(mut fields: Fields, findings: &mut Findings<'_>) -> Self {
        Self { description: description(&mut fields, findings), rest: fields.rest() }
    }
}
