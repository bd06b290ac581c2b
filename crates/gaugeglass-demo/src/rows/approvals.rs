//! Rows of `approvals`: one an action on a workflow.

use arrow::array::RecordBatch;

use crate::DemoError;
use crate::columns::{Columns, id_text};
use crate::content::Content;
use crate::rows::{Envelope, fact};

/// One action on one version.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Approval {
    pub(crate) envelope: Envelope,
    pub(crate) workflow: u64,
    pub(crate) object_type: &'static str,
    pub(crate) content: Content,
    pub(crate) campaign: &'static str,
    pub(crate) stage_no: i16,
    pub(crate) stage_name: &'static str,
    pub(crate) action: &'static str,
    pub(crate) actor: u64,
    pub(crate) role: &'static str,
    pub(crate) risk_tier: &'static str,
}

fact!(Approval, "approvals");

pub(crate) fn batch(rows: &[Approval]) -> Result<RecordBatch, DemoError> {
    let mut columns = Columns::new("approvals", rows.len())?;
    columns.envelopes("g", rows.iter().map(|row| &row.envelope));
    columns.ids("workflow_id", "w", rows.iter().map(|row| row.workflow));
    columns.words("object_type", rows.iter().map(|row| row.object_type));
    let object = |row: &Approval| Some(id_text("k", row.content.object));
    columns.texts("object_id", rows.iter().map(object));
    columns.words("object_version", rows.iter().map(|row| row.content.version));
    columns.words("campaign_id", rows.iter().map(|row| row.campaign));
    columns.int16("stage_no", rows.iter().map(|row| Some(row.stage_no)));
    columns.words("stage_name", rows.iter().map(|row| row.stage_name));
    columns.words("action", rows.iter().map(|row| row.action));
    columns.ids("actor_id", "z", rows.iter().map(|row| row.actor));
    columns.words("actor_role", rows.iter().map(|row| row.role));
    columns.words("required_role", rows.iter().map(|row| row.role));
    columns.words("decision_right_ref", rows.iter().map(|row| row.role));
    columns.words("risk_tier", rows.iter().map(|row| row.risk_tier));
    columns.finish()
}
