//! `kind: SLI`: what is measured, and by whom.

use serde::Serialize;

use super::fields::{Fields, Findings, Part, description};
use super::metadata::Metadata;
use super::value::Map;
use crate::vocabulary::vocabulary;

/// What is measured: exactly one of a ratio and a threshold metric.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct SliSpec {
    /// At most 1,050 characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Raw values, which an objective compares with its `value`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub threshold_metric: Option<SourcedMetric>,
    /// A share.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ratio_metric: Option<RatioMetric>,
    /// Keys that the specification does not know.
    #[serde(flatten)]
    pub rest: Map,
}

/// A share: good or bad events over all, or a share that was computed before.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct RatioMetric {
    /// Whether the counts only ever grow.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub counter: Option<bool>,
    /// Good events.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub good: Option<SourcedMetric>,
    /// Bad events, in place of good ones.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bad: Option<SourcedMetric>,
    /// All events.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub total: Option<SourcedMetric>,
    /// Of what `raw` is the share.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub raw_type: Option<RawType>,
    /// A share that was computed before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub raw: Option<SourcedMetric>,
    /// Keys that the specification does not know.
    #[serde(flatten)]
    pub rest: Map,
}

vocabulary! {
    /// Of what a share was computed before.
    #[derive(Serialize)]
    #[serde(rename_all = "lowercase")]
    RawType, "raw type" {
        /// Good over all.
        Success = "success",
        /// Bad over all.
        Failure = "failure",
    }
}

/// A metric and the system that has it.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct SourcedMetric {
    /// The system, and what to ask it.
    pub metric_source: MetricSource,
    /// Keys that the specification does not know.
    #[serde(flatten)]
    pub rest: Map,
}

/// A system and what to ask it.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct MetricSource {
    /// The name of a `DataSource`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub metric_source_ref: Option<String>,
    /// The kind of system; that of the `DataSource` where it is left out.
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub source_type: Option<String>,
    /// What to ask, in the system's own words.
    pub spec: Map,
    /// Keys that the specification does not know.
    #[serde(flatten)]
    pub rest: Map,
}

/// An indicator written out inside an objective.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Indicator {
    /// Its name, where it has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub metadata: Option<Metadata>,
    /// What is measured.
    pub spec: SliSpec,
    /// Keys that the specification does not know.
    #[serde(flatten)]
    pub rest: Map,
}

impl Part for SliSpec {
    fn read(mut fields: Fields, findings: &mut Findings<'_>) -> Self {
        if !fields.has("thresholdMetric") {
            fields.require("ratioMetric", "write `ratioMetric:` or `thresholdMetric:`", findings);
        }
        fields.refuse_both("thresholdMetric", "ratioMetric", findings);
        Self {
            description: description(&mut fields, findings),
            threshold_metric: fields.part("thresholdMetric", findings),
            ratio_metric: fields.part("ratioMetric", findings),
            rest: fields.rest(),
        }
    }
}

impl Part for RatioMetric {
    fn read(mut fields: Fields, findings: &mut Findings<'_>) -> Self {
        check_ratio(&fields, findings);
        Self {
            counter: fields.flag("counter", findings),
            good: fields.part("good", findings),
            bad: fields.part("bad", findings),
            total: fields.part("total", findings),
            raw_type: fields.word("rawType", findings),
            raw: fields.part("raw", findings),
            rest: fields.rest(),
        }
    }
}

/// Either `raw` with its type, or `total` with one of `good` and `bad`.
fn check_ratio(fields: &Fields, findings: &mut Findings<'_>) {
    let counts = ["good", "bad", "total"].map(|key| fields.has(key));
    match (fields.has("raw"), counts) {
        (true, [false, false, false]) => {
            fields.require("rawType", "say whether `raw` is the share of `success` or of `failure`", findings);
        }
        (true, _) => findings.report(fields.place_of("raw"), "`raw` beside counts", "keep `raw`, or `total` with `good` or `bad`"),
        (false, [true, true, _]) => fields.refuse_both("good", "bad", findings),
        (false, [false, false, _]) => fields.missing("good", "write `good:` or `bad:` beside `total:`", findings),
        (false, _) => fields.require("total", "write the count of all events", findings),
    }
}

impl Part for SourcedMetric {
    fn read(mut fields: Fields, findings: &mut Findings<'_>) -> Self {
        Self { metric_source: fields.required_part("metricSource", "say who has the numbers", findings), rest: fields.rest() }
    }
}

impl Part for MetricSource {
    fn read(mut fields: Fields, findings: &mut Findings<'_>) -> Self {
        fields.require("spec", "say what to ask", findings);
        if !fields.has("metricSourceRef") {
            fields.require("type", "name the kind of system, or a DataSource under `metricSourceRef:`", findings);
        }
        Self {
            metric_source_ref: fields.text("metricSourceRef", findings),
            source_type: fields.text("type", findings),
            spec: fields.map("spec", findings).unwrap_or_default(),
            rest: fields.rest(),
        }
    }
}

impl Part for Indicator {
    fn read(mut fields: Fields, findings: &mut Findings<'_>) -> Self {
        Self {
            metadata: fields.part("metadata", findings),
            spec: fields.required_part("spec", "say what is measured", findings),
            rest: fields.rest(),
        }
    }
}
