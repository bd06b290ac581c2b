//! Human judgements on sampled cases, the yardstick for precision and recall.

use crate::ColumnType::{Flag, Float64, Id, Instant, Label};
use crate::{Column, Log, Rule};

pub(super) fn log() -> Log {
    let mut columns = case();
    columns.extend(judgement());
    Log {
        name: "labels",
        doc: "Judgements on sampled cases; weigh each by one over inclusion_prob.",
        grain: "one row per judgement",
        columns,
        key: &["label_id"],
        time: Some("label_time"),
    }
}

fn case() -> Vec<Column> {
    vec![
        Column::required("label_id", Id, "The judgement."),
        Column::required("kind", Label, "What was judged.").with(Rule::OneOf(&[
            "identity_pair",
            "identity_cluster",
            "bot",
            "wrong_name",
            "journey_stage",
            "defect",
        ])),
        Column::conditional("left_type", Label, "Type of the first thing judged."),
        Column::conditional("left_id", Id, "The thing judged, or the first of a pair."),
        Column::conditional("right_type", Label, "Type of the second thing; of a pair."),
        Column::conditional("right_id", Id, "The second thing; of a pair."),
        Column::conditional("cluster_id", Id, "Cluster judged; of an identity_cluster."),
    ]
}

fn judgement() -> Vec<Column> {
    vec![
        Column::required("truth", Label, "The verdict: true, false, or the right class."),
        Column::required("inclusion_prob", Float64, "Probability that the case was drawn into the sample.")
            .with(Rule::Between(f64::MIN_POSITIVE, 1.0)),
        Column::optional("labeller", Id, "Hashed id of who judged."),
        Column::optional("label_time", Instant, "When it was judged."),
        Column::optional("blinded", Flag, "Whether the judge did not see the system's answer."),
    ]
}
