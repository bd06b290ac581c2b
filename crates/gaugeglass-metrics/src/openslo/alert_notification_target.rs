//! `kind: AlertNotificationTarget`: who hears of an alert.

use serde::Serialize;

use super::document::Kind;
use super::fields::{Fields, Findings, Part, description};
use super::linked::Linkable;
use super::value::Map;

/// Where notifications of alerts go.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct AlertNotificationTargetSpec {
    /// At most 1,050 characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// The means, such as `slack` or `email`.
    pub target: String,
    /// Keys that the specification does not know.
    #[serde(flatten)]
    pub rest: Map,
}

impl Part for AlertNotificationTargetSpec {
    fn read(mut fields: Fields, findings: &mut Findings<'_>) -> Self {
        Self {
            description: description(&mut fields, findings),
            target: fields.required_text("target", "name the means, such as email", findings),
            rest: fields.rest(),
        }
    }
}

impl Linkable for AlertNotificationTargetSpec {
    const REFERENCE: &'static str = "targetRef";
    const KIND: Kind = Kind::AlertNotificationTarget;
}
