//! Who asked, reviewed, approved and published what, step by step.

use crate::ColumnType::{Id, Instant, Int16, Label};
use crate::vocabulary::RISK_TIERS;
use crate::{Column, Log, Rule};

pub(super) fn log() -> Log {
    let mut columns = object();
    columns.extend(step());
    columns.extend(rights());
    Log::fact(
        "approvals",
        "Every action of an approval; each submission opens a cycle, and a version published without its approvals is a bypass.",
        "one row per action on a workflow",
        columns,
    )
}

fn object() -> Vec<Column> {
    vec![
        Column::required("workflow_id", Id, "The approval case."),
        Column::required("object_type", Label, "Kind of thing to approve.")
            .with(Rule::OneOf(&["campaign", "asset", "message", "segment", "policy", "model"])),
        Column::required("object_id", Id, "The thing to approve."),
        Column::required("object_version", Id, "Version of it that the action is on."),
        Column::optional("campaign_id", Id, "Campaign that waits for it."),
    ]
}

fn step() -> Vec<Column> {
    vec![
        Column::required("stage_no", Int16, "Number of the stage."),
        Column::required("stage_name", Label, "Name of the stage, such as legal."),
        Column::required("action", Label, "What was done.").with(ACTIONS),
        Column::required("actor_id", Id, "Hashed id of who did it."),
        Column::optional("actor_role", Label, "Role in which it was done."),
        Column::optional("on_behalf_of", Id, "Hashed id of whom the actor stood in for."),
        Column::optional("due_time", Instant, "When the stage is due."),
        Column::optional("reason_code", Label, "Why it was sent back or refused."),
        Column::optional("parallel_group", Id, "Stages that run side by side share it."),
    ]
}

fn rights() -> Vec<Column> {
    vec![
        Column::optional("required_role", Label, "Role that the stage asks for."),
        Column::optional("decision_right_ref", Id, "Right that the actor used; joins decision_rights."),
        Column::optional("risk_tier", Label, "How much harm a wrong approval could do.").with(RISK_TIERS),
    ]
}

const ACTIONS: Rule = Rule::OneOf(&[
    "created",
    "submitted",
    "assigned",
    "started",
    "commented",
    "changes_requested",
    "resubmitted",
    "approved",
    "rejected",
    "withdrawn",
    "delegated",
    "escalated",
    "auto_approved",
    "expired",
    "published",
    "unpublished",
    "rolled_back",
]);
