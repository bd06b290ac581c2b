//! Rows of `decisions`.

use std::sync::Arc;

use arrow::array::{ListBuilder, RecordBatch, StringBuilder};

use crate::DemoError;
use crate::clock::Instant;
use crate::columns::{Columns, id_text};
use crate::content::Content;
use crate::identity::Identifier;
use crate::latency::Stages;
use crate::rows::{Envelope, fact};

/// An action: a kind and, where there are many of the kind, a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Action {
    pub(crate) kind: &'static str,
    pub(crate) number: u32,
}

impl Action {
    /// What everyone gets without personalization.
    pub(crate) const DEFAULT: Self = Self { kind: "default", number: 0 };

    fn text(self) -> Option<String> {
        match (self.kind, self.number) {
            ("", _) => None,
            (kind, 0) => Some(kind.to_owned()),
            (kind, number) => Some(format!("{kind}-{number}")),
        }
    }
}

/// Who the engine took the subject for.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Recognition {
    /// Person, or 0 where nobody was found.
    pub(crate) person: u64,
    pub(crate) as_of: Instant,
}

/// What only the truth knows about a decision; never written to the log.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Judgement {
    /// The latest map knows the subject.
    pub(crate) is_known_by_the_end: bool,
    /// The person used is taken back within thirty days.
    pub(crate) is_contradicted: bool,
}

/// The arm that a decision belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Arm {
    pub(crate) experiment: &'static str,
    pub(crate) variant: &'static str,
    pub(crate) is_holdout: bool,
}

/// One request to the engine.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Decision {
    pub(crate) envelope: Envelope,
    pub(crate) use_case: &'static str,
    pub(crate) trigger: u64,
    pub(crate) trigger_time: Option<Instant>,
    pub(crate) intended: Option<Instant>,
    pub(crate) request: Instant,
    /// Null was never answered.
    pub(crate) decided: Option<Instant>,
    pub(crate) rendered: Option<Instant>,
    pub(crate) stages: Stages,
    pub(crate) subject: [Identifier; 1],
    pub(crate) recognition: Recognition,
    pub(crate) policy: &'static str,
    pub(crate) kind: &'static str,
    pub(crate) action: Action,
    pub(crate) default_action: Action,
    pub(crate) content: Content,
    pub(crate) propensity: Option<f64>,
    pub(crate) is_fallback: bool,
    pub(crate) reason: &'static str,
    pub(crate) error: &'static str,
    pub(crate) feature_min: Option<Instant>,
    pub(crate) feature_max: Option<Instant>,
    pub(crate) missing_feature: &'static str,
    pub(crate) placement: &'static str,
    pub(crate) channel: &'static str,
    pub(crate) arm: Option<Arm>,
    pub(crate) injected_delay_ms: Option<i32>,
    pub(crate) judgement: Judgement,
}

fact!(Decision, "decisions");

impl Decision {
    /// Time to decide in microseconds; null was never answered.
    pub(crate) fn latency(&self) -> Option<i64> {
        self.decided.map(|decided| decided - self.request)
    }
}

pub(crate) fn batch(rows: &[Decision]) -> Result<RecordBatch, DemoError> {
    let mut columns = Columns::new("decisions", rows.len())?;
    columns.envelopes("d", rows.iter().map(|row| &row.envelope));
    columns.words("use_case_id", rows.iter().map(|row| row.use_case));
    columns.ids("trigger_event_id", "e", rows.iter().map(|row| row.trigger));
    timing(&mut columns, rows);
    stages(&mut columns, rows);
    subject(&mut columns, rows)?;
    choice(&mut columns, rows);
    outcome(&mut columns, rows);
    arms(&mut columns, rows);
    columns.finish()
}

fn timing(columns: &mut Columns, rows: &[Decision]) {
    columns.instants("trigger_time", rows.iter().map(|row| row.trigger_time));
    columns.instants("intended_start_time", rows.iter().map(|row| row.intended));
    columns.instants("request_time", rows.iter().map(|row| Some(row.request)));
    columns.instants("decision_time", rows.iter().map(|row| row.decided));
    let responded = |row: &Decision| row.decided.map(|decided| decided + 4_000);
    columns.instants("response_time", rows.iter().map(responded));
    columns.instants("rendered_time", rows.iter().map(|row| row.rendered));
}

fn stages(columns: &mut Columns, rows: &[Decision]) {
    let answered = |row: &Decision, value: i32| row.decided.map(|_| value);
    columns.int32("queue_ms", rows.iter().map(|row| answered(row, row.stages.queue_ms)));
    columns.int32("identity_ms", rows.iter().map(|row| answered(row, row.stages.identity_ms)));
    columns.int32("feature_ms", rows.iter().map(|row| answered(row, row.stages.feature_ms)));
    columns.int32("policy_ms", rows.iter().map(|row| answered(row, row.stages.policy_ms)));
    columns.int32("content_ms", rows.iter().map(|row| answered(row, row.stages.content_ms)));
}

fn subject(columns: &mut Columns, rows: &[Decision]) -> Result<(), DemoError> {
    columns.identifiers("subject_ids", rows.iter().map(|row| row.subject.as_slice()))?;
    columns.ids("person_id_used", "p", rows.iter().map(|row| row.recognition.person));
    let known = |row: &Decision| row.recognition.person != 0;
    let method = |row: &Decision| if known(row) { "deterministic" } else { "none" };
    columns.words("identity_method", rows.iter().map(method));
    let confidence = |row: &Decision| known(row).then_some(0.98);
    columns.float64("identity_confidence", rows.iter().map(confidence));
    columns.instants("identity_as_of", rows.iter().map(|row| Some(row.recognition.as_of)));
    Ok(())
}

fn choice(columns: &mut Columns, rows: &[Decision]) {
    columns.words("policy_id", rows.iter().map(|row| row.policy));
    columns.words("policy_version", rows.iter().map(|_| "3"));
    columns.words("model_version", rows.iter().map(|_| "2026-01"));
    columns.words("decision_kind", rows.iter().map(|row| row.kind));
    columns.texts("action_id", rows.iter().map(|row| row.action.text()));
    columns.texts("default_action_id", rows.iter().map(|row| row.default_action.text()));
    let content = |row: &Decision| (row.content.object != 0).then(|| id_text("k", row.content.object));
    columns.texts("content_id", rows.iter().map(content));
    columns.words("content_version", rows.iter().map(|row| row.content.version));
    columns.float64("propensity", rows.iter().map(|row| row.propensity));
}

fn outcome(columns: &mut Columns, rows: &[Decision]) {
    columns.flags("is_fallback", rows.iter().map(|row| Some(row.is_fallback)));
    columns.words("reason", rows.iter().map(|row| row.reason));
    columns.words("error_type", rows.iter().map(|row| row.error));
    columns.instants("feature_min_time", rows.iter().map(|row| row.feature_min));
    columns.instants("feature_max_time", rows.iter().map(|row| row.feature_max));
    columns.array("features_missing", Arc::new(missing_features(rows)));
    columns.words("placement", rows.iter().map(|row| row.placement));
    columns.words("channel", rows.iter().map(|row| row.channel));
    columns.int16("position", rows.iter().map(|_| Some(1)));
}

fn arms(columns: &mut Columns, rows: &[Decision]) {
    let experiment = |row: &Decision| row.arm.map_or("", |arm| arm.experiment);
    columns.words("experiment_id", rows.iter().map(experiment));
    columns.words("variant_id", rows.iter().map(|row| row.arm.map_or("", |arm| arm.variant)));
    let holdout = |row: &Decision| row.arm.map(|arm| arm.is_holdout);
    columns.flags("holdout", rows.iter().map(holdout));
    columns.int32("injected_delay_ms", rows.iter().map(|row| row.injected_delay_ms));
}

fn missing_features(rows: &[Decision]) -> arrow::array::ListArray {
    let mut builder = ListBuilder::new(StringBuilder::new());
    for row in rows {
        if !row.missing_feature.is_empty() {
            builder.values().append_value(row.missing_feature);
        }
        builder.append(true);
    }
    builder.finish()
}
