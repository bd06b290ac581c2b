//! `kind: AlertPolicy`: who hears when which condition holds.

use serde::Serialize;

use super::alert_condition::AlertConditionSpec;
use super::alert_notification_target::AlertNotificationTargetSpec;
use super::document::Kind;
use super::fields::{Fields, Findings, Part, description};
use super::linked::{Linkable, Linked};
use super::value::Map;

/// A condition, when to tell of it, and whom.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct AlertPolicySpec {
    /// At most 1,050 characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Whether to tell when there is no data.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub alert_when_no_data: Option<bool>,
    /// Whether to tell when it is over.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub alert_when_resolved: Option<bool>,
    /// Whether to tell when it begins.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub alert_when_breaching: Option<bool>,
    /// The condition; the specification allows one.
    pub conditions: Vec<Linked<AlertConditionSpec>>,
    /// Who hears of it.
    pub notification_targets: Vec<Linked<AlertNotificationTargetSpec>>,
    /// Keys that the specification does not know.
    #[serde(flatten)]
    pub rest: Map,
}

impl Part for AlertPolicySpec {
    fn read(mut fields: Fields, findings: &mut Findings<'_>) -> Self {
        let policy = Self {
            description: description(&mut fields, findings),
            alert_when_no_data: fields.flag("alertWhenNoData", findings),
            alert_when_resolved: fields.flag("alertWhenResolved", findings),
            alert_when_breaching: fields.flag("alertWhenBreaching", findings),
            conditions: fields.parts("conditions", findings).unwrap_or_default(),
            notification_targets: fields.parts("notificationTargets", findings).unwrap_or_default(),
            rest: Map::new(),
        };
        if policy.conditions.len() != 1 {
            let message = format!("a policy has one condition, not {}", policy.conditions.len());
            findings.report(fields.place_of("conditions"), message, "write one policy a condition");
        }
        if policy.notification_targets.is_empty() {
            findings.report(fields.place_of("notificationTargets"), "the policy tells nobody", "name who hears of it");
        }
        Self { rest: fields.rest(), ..policy }
    }
}

impl Linkable for AlertPolicySpec {
    const REFERENCE: &'static str = "alertPolicyRef";
    const KIND: Kind = Kind::AlertPolicy;
}
