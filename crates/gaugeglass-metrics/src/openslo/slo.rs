//! `kind: SLO`: what is promised, of which indicator, over which window.

use serde::Serialize;

use super::alert_policy::AlertPolicySpec;
use super::fields::{Fields, Findings, Part, description};
use super::linked::Linked;
use super::objective::Objective;
use super::sli::Indicator;
use super::time_window::TimeWindow;
use super::value::Map;
use crate::vocabulary::vocabulary;

/// A promise. The indicator is here, or each objective has its own (a composite).
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct SloSpec {
    /// At most 1,050 characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// What it belongs to.
    pub service: String,
    /// What is measured.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub indicator: Option<Indicator>,
    /// The name of what is measured.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub indicator_ref: Option<String>,
    /// The window; the specification allows one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub time_window: Option<Vec<TimeWindow>>,
    /// How the error budget is counted.
    pub budgeting_method: BudgetingMethod,
    /// What is promised.
    pub objectives: Vec<Objective>,
    /// Who hears when the budget burns.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub alert_policies: Option<Vec<Linked<AlertPolicySpec>>>,
    /// Keys that the specification does not know.
    #[serde(flatten)]
    pub rest: Map,
}

vocabulary! {
    /// How an error budget is counted.
    #[derive(Default, Serialize)]
    BudgetingMethod, "budgeting method" {
        /// In events.
        #[default]
        Occurrences = "Occurrences",
        /// In time slices, each good or bad.
        Timeslices = "Timeslices",
        /// In the shares of time slices, averaged.
        RatioTimeslices = "RatioTimeslices",
    }
}

impl Part for SloSpec {
    fn read(mut fields: Fields, findings: &mut Findings<'_>) -> Self {
        fields.require("budgetingMethod", "write Occurrences, Timeslices or RatioTimeslices", findings);
        fields.require("objectives", "say what is promised", findings);
        let spec = Self {
            description: description(&mut fields, findings),
            service: fields.required_text("service", "name what the promise belongs to", findings),
            indicator: fields.part("indicator", findings),
            indicator_ref: fields.text("indicatorRef", findings),
            time_window: fields.parts("timeWindow", findings),
            budgeting_method: fields.word("budgetingMethod", findings).unwrap_or_default(),
            objectives: fields.parts("objectives", findings).unwrap_or_default(),
            alert_policies: fields.parts("alertPolicies", findings),
            rest: Map::new(),
        };
        check_indicator(&spec, &fields, findings);
        check_window(&spec, &fields, findings);
        check_objectives(&spec, &fields, findings);
        Self { rest: fields.rest(), ..spec }
    }
}

/// One indicator for all objectives, or one for each.
fn check_indicator(spec: &SloSpec, fields: &Fields, findings: &mut Findings<'_>) {
    let composites = spec.objectives.iter().filter(|objective| objective.is_composite()).count();
    match (fields.has("indicator"), fields.has("indicatorRef")) {
        (true, true) => fields.refuse_both("indicator", "indicatorRef", findings),
        (false, false) if composites == 0 => {
            fields.missing("indicator", "say what is measured, or name an SLI under `indicatorRef:`", findings);
        }
        (false, false) if composites < spec.objectives.len() => {
            let message = "some objectives have an indicator of their own and some have none";
            findings.report(fields.place_of("objectives"), message, "give each an `indicator:` or `indicatorRef:`");
        }
        (false, false) => {}
        _ if composites > 0 => {
            let message = "an indicator for all objectives, and one in an objective";
            findings.report(fields.place_of("objectives"), message, "keep the one of the SLO, or those of its objectives");
        }
        _ => {}
    }
}

fn check_window(spec: &SloSpec, fields: &Fields, findings: &mut Findings<'_>) {
    let windows = spec.time_window.as_ref().map_or(1, Vec::len);
    if windows != 1 {
        findings.report(fields.place_of("timeWindow"), format!("an SLO has one time window, not {windows}"), "write one SLO a window");
    }
}

fn check_objectives(spec: &SloSpec, fields: &Fields, findings: &mut Findings<'_>) {
    let place = fields.place_of("objectives");
    if fields.has("objectives") && spec.objectives.is_empty() {
        findings.report(place, "the SLO promises nothing", "write an objective with its `target:`");
    }
    let is_threshold = spec.indicator.as_ref().is_some_and(|indicator| indicator.spec.threshold_metric.is_some());
    if is_threshold && spec.objectives.len() > 1 {
        findings.report(place, "a threshold metric has one objective", "write one SLO an objective");
    }
    let method = spec.budgeting_method;
    for (position, objective) in spec.objectives.iter().enumerate() {
        let needs = [
            ("op", is_threshold && objective.op.is_none(), "with a threshold metric"),
            ("value", is_threshold && objective.value.is_none(), "with a threshold metric"),
            ("timeSliceTarget", method == BudgetingMethod::Timeslices && objective.time_slice_target.is_none(), "with time slices"),
            ("timeSliceWindow", method != BudgetingMethod::Occurrences && objective.time_slice_window.is_none(), "with time slices"),
        ];
        for (key, _, why) in needs.iter().filter(|(_, is_missing, _)| *is_missing) {
            let message = format!("objective {} has no `{key}`", position + 1);
            findings.report(place, message, format!("{why} it is required"));
        }
    }
}
