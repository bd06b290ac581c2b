//! `kind: AlertCondition`: when an error budget burns too fast.

use serde::Serialize;

use super::fields::{Fields, Findings, Part, Word, description};
use super::linked::Linkable;
use super::objective::Operator;
use super::shorthand::Shorthand;
use super::value::{Map, Number};

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

/// What a condition judges.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum ConditionKind {
    /// How fast the error budget is spent.
    Burnrate,
}

impl Word for ConditionKind {
    const WHAT: &'static str = "kind of condition";
    const ALL: &'static [(&'static str, Self)] = &[("burnrate", Self::Burnrate)];
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
        if !fields.has("threshold") {
            fields.missing("threshold", "write the burn rate from which on to alert, such as 14.4", findings);
        }
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
    const KIND: &'static str = "AlertCondition";
}
