//! `kind: AlertCondition`: when an error budget burns too fast.

use serde::Serialize;

use super::document::Kind;
use super::fields::{Fields, Findings, Part, description};
use super::linked::Linkable;
use super::objective::Operator;
use super::shorthand::Shorthand;
use super::value::{Map, Number};
use crate::vocabulary::vocabulary;

/// A condition and how bad it is.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct AlertConditionSpec {
    /// At most 1,050 characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// How bad it is, such as `page`.
    pub severity: String,
    /// What must hold.
    pub condition: Condition,
    /// Keys that the specification does not know.
    #[serde(flatten)]
    pub rest: Map,
}

/// What must hold for an alert.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Condition {
    /// What is judged; a burn rate where it is left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<ConditionKind>,
    /// How the burn rate compares with the threshold.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub op: Option<Operator>,
    /// The burn rate: 1 spends the budget exactly by the end of the objective's window.
    pub threshold: Number,
    /// The span over which the burn rate is taken.
    pub lookback_window: Shorthand,
    /// How long the condition must have held; no time where it is left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub alert_after: Option<Shorthand>,
    /// Keys that the specification does not know.
    #[serde(flatten)]
    pub rest: Map,
}

vocabulary! {
    /// What a condition judges.
    #[derive(Serialize)]
    #[serde(rename_all = "lowercase")]
    ConditionKind, "kind of condition" {
        /// How fast the error budget is spent.
        Burnrate = "burnrate",
    }
}

impl Part for AlertConditionSpec {
    fn read(mut fields: Fields, findings: &mut Findings<'_>) -> Self {
        Self {
            description: description(&mut fields, findings),
            severity: fields.required_text("severity", "say how bad it is, such as page", findings),
            condition: fields.required_part("condition", "write kind, threshold and lookbackWindow", findings),
            rest: fields.rest(),
        }
    }
}

impl Part for Condition {
    fn read(mut fields: Fields, findings: &mut Findings<'_>) -> Self {
        fields.require("threshold", "write the burn rate from which on to alert, such as 14.4", findings);
        Self {
            kind: fields.word("kind", findings),
            op: fields.word("op", findings),
            threshold: fields.number("threshold", findings).unwrap_or_default(),
            lookback_window: Shorthand::required(&mut fields, "lookbackWindow", findings),
            alert_after: Shorthand::read(&mut fields, "alertAfter", findings),
            rest: fields.rest(),
        }
    }
}

impl Linkable for AlertConditionSpec {
    const REFERENCE: &'static str = "conditionRef";
    const KIND: Kind = Kind::AlertCondition;
}
