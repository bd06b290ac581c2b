//! Experiments as planned: unit, arms, metric and dates.

use crate::ColumnType::{Arms, Float64, Id, Instant, Label, Text, TextList};
use crate::{Column, Log, Rule};

pub(super) fn log() -> Log {
    let mut columns = design();
    columns.extend(plan());
    Log {
        name: "experiments",
        doc: "Every experiment and holdout, with the plan it was registered under.",
        grain: "one row per experiment",
        columns,
        key: &["experiment_id"],
        time: None,
    }
}

fn design() -> Vec<Column> {
    vec![
        Column::required("experiment_id", Id, "The experiment."),
        Column::required("unit_type", Label, "What is randomised, such as person."),
        Column::required("arms", Arms, "Arms and their weights; one is control."),
        Column::optional("use_case_id", Label, "Use case it is about."),
        Column::optional("kind", Label, "What the experiment varies.").with(Rule::OneOf(&[
            "ab",
            "holdout",
            "latency_injection",
            "feature_lag",
            "fast_lane",
            "send_delay",
        ])),
    ]
}

fn plan() -> Vec<Column> {
    vec![
        Column::optional("planned_start", Instant, "When it is to start."),
        Column::optional("planned_end", Instant, "When it is to end."),
        Column::required("primary_metric_id", Id, "Metric that decides it."),
        Column::optional("guardrails", TextList, "Metrics that it must not harm."),
        Column::optional("mde", Float64, "Smallest relative effect it is sized to find."),
        Column::optional("plan_registered_time", Instant, "When the plan was fixed."),
        Column::optional("plan_hash", Text, "Hash of the plan's text."),
    ]
}
