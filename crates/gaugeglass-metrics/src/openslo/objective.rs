//! An objective: the share that must be good, and of what.

use serde::Serialize;

use super::fields::{Fields, Findings, Part};
use super::shorthand::Shorthand;
use super::sli::Indicator;
use super::value::{Map, Number};
use crate::vocabulary::vocabulary;

/// A share promised. Exactly one of `target` and `target_percent` is there.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Objective {
    /// What people call it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub display_name: Option<String>,
    /// How a threshold metric compares with `value`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub op: Option<Operator>,
    /// What a threshold metric is compared with.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<Number>,
    /// The share, from 0 to less than 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub target: Option<Number>,
    /// The share in per cent, from 0 to less than 100.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub target_percent: Option<Number>,
    /// The share that makes a time slice good, more than 0 and at most 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub time_slice_target: Option<Number>,
    /// How long a time slice is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub time_slice_window: Option<SliceWindow>,
    /// The indicator of a composite objective.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub indicator: Option<Indicator>,
    /// The name of the indicator of a composite objective.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub indicator_ref: Option<String>,
    /// How much it weighs among the objectives of a composite, more than 0.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub composite_weight: Option<Number>,
    /// Keys that the specification does not know.
    #[serde(flatten)]
    pub rest: Map,
}

vocabulary! {
    /// How a number compares with another.
    #[derive(Serialize)]
    #[serde(rename_all = "lowercase")]
    Operator, "operator" {
        /// Less or equal.
        Lte = "lte",
        /// Greater or equal.
        Gte = "gte",
        /// Less.
        Lt = "lt",
        /// Greater.
        Gt = "gt",
    }
}

/// How long a time slice is.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(untagged)]
pub enum SliceWindow {
    /// A number without a unit: minutes.
    Minutes(Number),
    /// A duration.
    Duration(Shorthand),
}

impl Objective {
    /// The share promised, from 0 to less than 1, to twelve decimals.
    pub fn share(&self) -> f64 {
        let percent = self.target_percent.map(|percent| (percent.as_f64() * 1e10).round() / 1e12);
        self.target.map(Number::as_f64).or(percent).unwrap_or_default()
    }

    /// Whether it has an indicator of its own.
    pub fn is_composite(&self) -> bool {
        self.indicator.is_some() || self.indicator_ref.is_some()
    }
}

impl Part for Objective {
    fn read(mut fields: Fields, findings: &mut Findings<'_>) -> Self {
        check_exclusive(&fields, findings);
        Self {
            display_name: fields.text("displayName", findings),
            op: fields.word("op", findings),
            value: fields.number("value", findings),
            target: within(&mut fields, "target", "from 0 to less than 1", |x| (0.0..1.0).contains(&x), findings),
            target_percent: within(&mut fields, "targetPercent", "from 0 to less than 100", |x| (0.0..100.0).contains(&x), findings),
            time_slice_target: within(&mut fields, "timeSliceTarget", "more than 0 and at most 1", |x| x > 0.0 && x <= 1.0, findings),
            time_slice_window: slice_window(&mut fields, findings),
            indicator: fields.part("indicator", findings),
            indicator_ref: fields.text("indicatorRef", findings),
            composite_weight: within(&mut fields, "compositeWeight", "more than 0", |x| x > 0.0, findings),
            rest: fields.rest(),
        }
    }
}

fn check_exclusive(fields: &Fields, findings: &mut Findings<'_>) {
    if !fields.has("targetPercent") {
        fields.require("target", "write the share promised, such as `target: 0.99`", findings);
    }
    fields.refuse_both("target", "targetPercent", findings);
    fields.refuse_both("indicator", "indicatorRef", findings);
}

/// A number under a key, held against the bounds that the specification sets.
fn within(fields: &mut Fields, key: &str, bounds: &str, holds: fn(f64) -> bool, findings: &mut Findings<'_>) -> Option<Number> {
    let number = fields.number(key, findings)?;
    if !holds(number.as_f64()) {
        findings.report(fields.place_of(key), format!("`{key}` is out of bounds"), format!("write a number {bounds}"));
    }
    Some(number)
}

fn slice_window(fields: &mut Fields, findings: &mut Findings<'_>) -> Option<SliceWindow> {
    if !fields.has_text("timeSliceWindow") {
        return fields.number("timeSliceWindow", findings).map(SliceWindow::Minutes);
    }
    Shorthand::read(fields, "timeSliceWindow", findings).map(SliceWindow::Duration)
}
