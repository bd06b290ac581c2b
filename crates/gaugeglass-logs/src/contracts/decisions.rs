//! What the decision engine was asked, what it answered, how sure and how fast it was.

use crate::ColumnType::{Candidates, Flag, Float64, Id, Identifiers, Instant, Int16, Int32, Label, TextList};
use crate::vocabulary::CHANNELS;
use crate::{Column, Log, Rule};

pub(super) fn log() -> Log {
    let mut columns = trigger();
    columns.extend(timing());
    columns.extend(subject());
    columns.extend(choice());
    columns.extend(outcome());
    columns.extend(experiment());
    Log::fact(
        "decisions",
        "Every request to the decision engine, answered or not, held out or not; event_id is the decision's id.",
        "one row per decision",
        columns,
    )
}

fn trigger() -> Vec<Column> {
    vec![
        Column::required("use_case_id", Label, "Use case decided for; joins use_cases."),
        Column::conditional("trigger_event_id", Id, "Intent signal that called for it; in triggered use cases."),
        Column::conditional("trigger_time", Instant, "When the intent was shown; in triggered use cases."),
    ]
}

fn timing() -> Vec<Column> {
    let mut columns = vec![
        Column::optional("intended_start_time", Instant, "When the client wanted to ask; a stalled client hides its wait without it."),
        Column::required("request_time", Instant, "When the engine took the request."),
        Column::conditional("decision_time", Instant, "When the engine decided; null is never answered, which is a bad event."),
        Column::optional("response_time", Instant, "When the answer left the edge."),
        Column::optional("rendered_time", Instant, "When the client showed it."),
    ];
    columns.extend(stages());
    columns
}

fn stages() -> Vec<Column> {
    [
        ("queue_ms", "Wait in the queue, by a monotonic clock."),
        ("identity_ms", "Time to find who it is."),
        ("feature_ms", "Time to fetch features."),
        ("policy_ms", "Time to score and choose."),
        ("content_ms", "Time to fetch the content."),
    ]
    .into_iter()
    .map(|(name, doc)| Column::optional(name, Int32, doc).with(Rule::NonNegative))
    .collect()
}

fn subject() -> Vec<Column> {
    vec![
        Column::required("subject_ids", Identifiers, "Identifiers that the engine was given."),
        Column::optional("person_id_used", Id, "Person the engine took the subject for."),
        Column::optional("identity_method", Label, "How that person was found.").with(Rule::OneOf(&[
            "deterministic",
            "probabilistic",
            "none",
        ])),
        Column::optional("identity_confidence", Float64, "How sure the match was.").with(Rule::PROBABILITY),
        Column::optional("identity_as_of", Instant, "State of the identity map that was used."),
    ]
}

fn choice() -> Vec<Column> {
    vec![
        Column::required("policy_id", Label, "Policy that chose."),
        Column::required("policy_version", Label, "Version of that policy."),
        Column::optional("model_version", Label, "Version of the model behind it."),
        Column::required("decision_kind", Label, "How the action was chosen.").with(Rule::OneOf(&[
            "contextual",
            "noncontextual",
            "random",
            "rule",
            "default",
        ])),
        Column::optional("candidates", Candidates, "Actions weighed, with their scores."),
        Column::required("action_id", Id, "Action chosen."),
        Column::optional("content_id", Id, "Content of the action."),
        Column::optional("content_version", Id, "Version of that content."),
        Column::optional("propensity", Float64, "Probability of this action under this policy; off-policy value needs it.")
            .with(Rule::PROBABILITY),
        Column::optional("default_action_id", Id, "What everyone gets without personalization."),
    ]
}

fn outcome() -> Vec<Column> {
    vec![
        Column::required("is_fallback", Flag, "Whether the default stood in for a choice."),
        Column::required("reason", Label, "Why this action came out.").with(REASONS),
        Column::conditional("error_type", Label, "Class of the error; where one happened."),
        Column::optional("feature_min_time", Instant, "Age of the oldest feature used."),
        Column::optional("feature_max_time", Instant, "Age of the newest feature used."),
        Column::optional("features_missing", TextList, "Features that could not be had."),
        Column::required("placement", Label, "Slot on the page or in the message."),
        Column::required("channel", Label, "Where the customer was met.").with(CHANNELS),
        Column::optional("position", Int16, "Rank within the placement."),
    ]
}

fn experiment() -> Vec<Column> {
    vec![
        Column::conditional("experiment_id", Id, "Experiment the subject is in."),
        Column::conditional("variant_id", Id, "Arm of that experiment."),
        Column::conditional("holdout", Flag, "Whether the action was withheld for control; such rows are logged too."),
        Column::optional("injected_delay_ms", Int32, "Delay added at random by a speed experiment.").with(Rule::NonNegative),
        Column::optional("injected_feature_lag_s", Int32, "Feature age added at random by a staleness experiment.").with(Rule::NonNegative),
    ]
}

const REASONS: Rule = Rule::OneOf(&[
    "targeting_match",
    "split",
    "default",
    "static",
    "cached",
    "stale",
    "disabled",
    "error",
    "unknown",
    "timeout",
    "no_consent",
    "frequency_cap",
    "content_not_approved",
    "no_eligible",
    "holdout",
]);
