//! Campaigns: who owns them, what they aim at, when they run.

use crate::ColumnType::{Float64, Id, Instant, Label, TextList};
use crate::vocabulary::RISK_TIERS;
use crate::{Column, Log, Rule};

pub(super) fn log() -> Log {
    Log {
        name: "campaigns",
        doc: "The campaigns of the programme and the people who answer for them.",
        grain: "one row per campaign",
        columns: columns(),
        key: &["campaign_id"],
        time: None,
    }
}

fn columns() -> Vec<Column> {
    vec![
        Column::required("campaign_id", Id, "The campaign."),
        Column::optional("use_case_id", Label, "Use case it serves."),
        Column::optional("owner_id", Id, "Who runs it."),
        Column::optional("accountable_id", Id, "Who answers for it."),
        Column::optional("risk_tier", Label, "How much harm a mistake could do.").with(RISK_TIERS),
        Column::optional("channels", TextList, "Channels it goes out on."),
        Column::optional("start_time", Instant, "When it starts."),
        Column::optional("end_time", Instant, "When it ends; null is open."),
        Column::optional("control_share", Float64, "Share of the audience held out.").with(Rule::PROBABILITY),
        Column::optional("objective_metric_id", Id, "Metric it is to move."),
    ]
}
