//! CloudEvents in structured mode: an envelope that any system understands around data by the names of our columns.

use super::Feed;
use super::json::object;
use super::table::Row;

/// By day in `cloudevents/ingest_dt=YYYY-MM-DD/`.
pub(super) const DECISIONS: Feed = Feed {
    log: "decisions",
    path: |date, _| format!("cloudevents/ingest_dt={}/decisions-{{shard}}.ndjson.gz", date.dashed()),
    header: "",
    has: |_| true,
    line: |text, row| line(text, row, "com.acme.decision"),
};

pub(super) const APPROVALS: Feed = Feed {
    log: "approvals",
    path: |date, _| format!("cloudevents/ingest_dt={}/approvals-{{shard}}.jsonl", date.dashed()),
    header: "",
    has: |_| true,
    line: |text, row| line(text, row, "com.acme.approval"),
};

/// Columns that the envelope says in its own words.
const ENVELOPE: [&str; 9] =
    ["event_id", "source", "type", "event_time", "received_time", "ingest_time", "time_precision", "trace_id", "span_id"];

fn line(text: &mut Vec<u8>, row: &Row<'_>, kind: &str) {
    object(text, |line| {
        line.text("specversion", Some("1.0"));
        line.text("id", row.text("event_id"));
        line.text("source", row.text("source"));
        line.text("type", Some(kind));
        let places = if row.word("time_precision") == "s" { 0 } else { 6 };
        line.instant("time", row.instant("event_time"), places);
        line.instant("recordedtime", row.instant("received_time"), 6);
        line.text("datacontenttype", Some("application/json"));
        line.object("data", |data| data.columns(row, row.names().filter(|name| !ENVELOPE.contains(name))));
    });
}
