//! An event log of a process as CSV, with the column names of the XES standard, by day in `xes/YYYY-MM-DD/`.

use super::Feed;
use super::table::Row;
use crate::ndjson;

pub(super) const APPROVALS: Feed = Feed {
    log: "approvals",
    path: |date, _| format!("xes/{}/part-{{shard}}.csv", date.dashed()),
    header: "case:concept:name,concept:name,time:timestamp,org:resource,org:role,identity:id,source,case:object_type,case:object_id,\
        case:object_version,case:campaign_id,case:risk_tier,stage_no,stage_name,required_role,decision_right_ref\n",
    has: |_| true,
    line,
};

/// Columns of the row in the order of the header; no value of theirs holds a comma or a quote.
const COLUMNS: [&str; 16] = [
    "workflow_id",
    "action",
    "event_time",
    "actor_id",
    "actor_role",
    "event_id",
    "source",
    "object_type",
    "object_id",
    "object_version",
    "campaign_id",
    "risk_tier",
    "stage_no",
    "stage_name",
    "required_role",
    "decision_right_ref",
];

fn line(text: &mut Vec<u8>, row: &Row<'_>) {
    for (place, column) in COLUMNS.into_iter().enumerate() {
        if place > 0 {
            text.push(b',');
        }
        match column {
            "event_time" => {
                ndjson::clock(text, row.instant(column).unwrap_or_default(), b'T', 6);
                text.extend_from_slice(b"+00:00");
            }
            "stage_no" => text.extend_from_slice(row.int(column).unwrap_or_default().to_string().as_bytes()),
            _ => text.extend_from_slice(row.word(column).as_bytes()),
        }
    }
}
